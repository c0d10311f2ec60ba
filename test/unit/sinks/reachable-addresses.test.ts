/** Where sinks may connect to, by address and by name. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { AddressRefused, createHttpPost, type Resolve } from '../../../src/sinks/http-post.ts';
import { createReachability } from '../../../src/sinks/reachable-addresses.ts';
import { type Receiver, startReceiver } from './receiver.ts';

const isPublic = createReachability([]);
const onLoopback = createReachability(['127.0.0.1']);

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

for (const address of [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:169.254.169.254',
  '64:ff9b::a9fe:a9fe',
  '2002:7f00:1::',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  'no address',
]) {
  test(`${address} is not public`, () => assert.equal(isPublic(address), false));
}

for (const address of ['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '::ffff:1.1.1.1']) {
  test(`${address} is public`, () => assert.equal(isPublic(address), true));
}

test('what is allowed is so by network and by address, also where it is written as IPv6', () => {
  const allowed = createReachability(['10.0.0.0/8', '::1', 'fd00::/8']);
  for (const address of ['10.255.0.1', '::ffff:10.0.0.1', '::1', 'fd00::7']) assert.equal(allowed(address), true);
  for (const address of ['11.0.0.1', '172.16.0.1', 'fe80::1']) assert.equal(allowed(address), address === '11.0.0.1');
});

const resolvingTo =
  (...addresses: readonly string[]): Resolve =>
  (_host, onResolved) =>
    onResolved(
      null,
      addresses.map((address) => ({ address, family: 4 })),
    );

function urlOf(host: string): URL {
  const url = new URL(receiver.url);
  url.hostname = host;
  return url;
}

const post = (http: ReturnType<typeof createHttpPost>) => http.post({}, '{}', AbortSignal.timeout(5_000));

test('a name is connected to at the address that was checked, and keeps its own Host', async () => {
  const http = createHttpPost(urlOf('receiver.example'), onLoopback, resolvingTo('127.0.0.1'));
  assert.equal((await post(http)).status, 204);
  assert.match(receiver.deliveries[0]?.headers.host ?? '', /^receiver\.example:/);
  http.close();
});

test('a name with one address that is not allowed is refused whole', async () => {
  const http = createHttpPost(urlOf('receiver.example'), onLoopback, resolvingTo('127.0.0.1', '10.0.0.1'));
  await assert.rejects(post(http), AddressRefused);
  assert.equal(receiver.connections(), 0);
});

test('a name that leads elsewhere later is checked again at the next connection', async () => {
  let answers = 0;
  const http = createHttpPost(urlOf('receiver.example'), onLoopback, (host, onResolved) => {
    answers += 1;
    resolvingTo(answers === 1 ? '127.0.0.1' : '169.254.169.254')(host, onResolved);
  });
  assert.equal((await post(http)).status, 204);
  http.close();
  await assert.rejects(post(http), AddressRefused);
  assert.equal(answers, 2);
});

for (const host of ['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1']) {
  test(`an address in the URL is checked too: ${host}`, async () => {
    const http = createHttpPost(urlOf(host), isPublic);
    await assert.rejects(post(http), AddressRefused);
    assert.equal(receiver.connections(), 0);
    http.close();
  });
}

test('localhost is a name like any other', async () => {
  const http = createHttpPost(urlOf('localhost'), isPublic);
  await assert.rejects(post(http), AddressRefused);
  http.close();
});

test('an answer without end is not read to its end', async () => {
  receiver.behave((response) => {
    const write = (): void => {
      while (response.write('x'.repeat(65_536)));
      response.once('drain', write);
    };
    write();
  });
  const http = createHttpPost(new URL(receiver.url), onLoopback);
  assert.equal((await post(http)).body.length, 65_536);
  http.close();
});
