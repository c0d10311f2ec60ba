/** A service with carriers in its configuration: what goes where, what waits, what is refused, and how it stops. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createAdminClient } from '../../../src/cli/admin-client.ts';
import { status } from '../../../src/cli/commands/status.ts';
import { createStyle } from '../../../src/cli/style.ts';
import { soon } from '../../acceptance/definitions.ts';
import type { ShownRequest } from '../../support/admin.ts';
import { CHANNELS } from '../../support/channels.ts';
import { type CarrierHouse, openCarrierHouse, until } from './carrier-house.ts';

const INSTANCE = '44444444-4444-4444-8444-444444444444';
const carrier = (name: string, ...sources: string[]) =>
  `[carriers.${name}]\nkind = "smtp"\nhost = "127.0.0.1"\nsources = ${JSON.stringify(sources)}\n`;

async function house(toml: string, holds: readonly string[] = []): Promise<CarrierHouse> {
  const opened = await openCarrierHouse(toml, holds);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= opened.stop();
    return stopping;
  };
  after(stop);
  return { ...opened, stop };
}

let campaigns = 0;
async function campaign({ calls }: CarrierHouse, source = 'clinic@example.com'): Promise<string> {
  campaigns += 1;
  const email = { ...CHANNELS.email.defaultOutboundConfig, connectSourceEmailAddress: source };
  return calls.createRunning({
    name: `Campaign ${campaigns}`,
    connectInstanceId: INSTANCE,
    channelSubtypeConfig: { ...CHANNELS, email: { ...CHANNELS.email, defaultOutboundConfig: email } },
  });
}

const mailTo = (clientToken: string, destinationEmailAddress: string) => ({
  ...{ clientToken, expirationTime: soon() },
  channelSubtypeParameters: { email: { destinationEmailAddress, templateParameters: {} } },
});
const smsTo = (clientToken: string, destinationPhoneNumber: string) => ({
  ...{ clientToken, expirationTime: soon() },
  channelSubtypeParameters: { sms: { destinationPhoneNumber, templateParameters: {} } },
});
const callTo = (clientToken: string, destinationPhoneNumber: string) => ({
  ...{ clientToken, expirationTime: soon() },
  channelSubtypeParameters: { telephony: { destinationPhoneNumber, attributes: {} } },
});

async function requests({ admin }: CarrierHouse, id: string): Promise<Map<string, string>> {
  const answer = await admin(`/campaigns/${id}/requests`);
  const { requests: all } = (await answer.json()) as { requests: ShownRequest[] };
  return new Map(all.map(({ clientToken, state }) => [clientToken, state]));
}

test('mail goes through the carrier of its sender, is counted there, and status shows it', async () => {
  const opened = await house(carrier('main', '@example.com') + carrier('other', 'shop@example.com'));
  const [main, shop] = [await campaign(opened), await campaign(opened, 'Shop@example.com')];
  await opened.calls.put(main, mailTo('a', 'ada@example.net'), mailTo('b', 'bob@example.net'));
  await opened.calls.put(shop, mailTo('c', 'eve@example.net'));
  await until(async () => [...(await requests(opened, main)).values()].every((state) => state === 'Succeeded'));
  await until(async () => [...(await requests(opened, shop)).values()].every((state) => state === 'Succeeded'));
  assert.deepEqual(
    opened.carriers
      .get('main')
      ?.taken.map(({ destination }) => destination)
      .sort(),
    ['ada@example.net', 'bob@example.net'],
  );
  assert.equal(opened.carriers.get('other')?.taken.length, 1);

  const metrics = await (await fetch(`${opened.url}/metrics`)).text();
  assert.match(metrics, /^campanile_carrier_attempts_total\{carrier="main",result="succeeded"\} 2$/m);
  assert.match(metrics, /^campanile_carrier_attempts_total\{carrier="other",result="succeeded"\} 1$/m);
  assert.match(metrics, /^campanile_carrier_submit_seconds_total\{carrier="main"\} 0\.2$/m);
  assert.match(metrics, /^campanile_carrier_resting\{carrier="main"\} 0$/m);

  const { carriers } = (await (await opened.admin('/carriers')).json()) as { carriers: object[] };
  assert.deepEqual(carriers[0], {
    ...{ name: 'main', kind: 'smtp', state: 'taking', waiting: 0, underWay: 0 },
    ...{ succeeded: 2, failed: 0, notSent: 0, unknown: 0 },
  });

  const client = createAdminClient({ endpoint: opened.url, token: opened.adminToken });
  const text = await status(client, createStyle(false), false);
  assert.match(text, /^CARRIER +KIND +STATE +WAITING +UNDER WAY +SUCCEEDED +FAILED +NOT SENT +UNKNOWN$/m);
  assert.match(text, /^main +smtp +taking +0 +0 +2 +0 +0 +0$/m);
});

test('a channel without carrier takes nothing: nobody is told that the scripted world delivered', async () => {
  const opened = await house(carrier('main', '*'));
  const id = await campaign(opened);
  await opened.calls.put(id, smsTo('sms', '+12065550100'), mailTo('mail', 'ada@example.net'));
  await until(async () => (await requests(opened, id)).get('mail') === 'Succeeded');
  assert.equal((await requests(opened, id)).get('sms'), 'Buffered');
  assert.ok(opened.log.some((line) => line.includes('a channel has no carrier') && line.includes('"SMS"')));
  assert.equal((await opened.admin('/loopback/messages')).status, 409);
});

test('loopback beside stands in for channels without carrier only, and the log warns', async () => {
  const opened = await house(`channels.loopback.beside = true\n${carrier('main', '*')}`);
  const id = await campaign(opened);
  await opened.calls.put(id, smsTo('sms', '+12065550100'), mailTo('mail', 'ada@example.net'));
  await until(async () => [...(await requests(opened, id)).values()].every((state) => state === 'Succeeded'));
  assert.equal(opened.carriers.get('main')?.taken.length, 1);
  const { messages } = (await (await opened.admin('/loopback/messages')).json()) as { messages: { to: string }[] };
  assert.deepEqual(
    messages.map(({ to }) => to),
    ['+12065550100'],
  );
  assert.ok(opened.log.some((line) => line.includes('"warn"') && line.includes('stands in') && line.includes('"SMS"')));
});

test('a sender without carrier waits, also where another sender has one', async () => {
  const opened = await house(carrier('main', 'shop@example.com'));
  const [clinic, shop] = [await campaign(opened), await campaign(opened, 'shop@example.com')];
  await opened.calls.put(clinic, mailTo('a', 'ada@example.net'));
  await opened.calls.put(shop, mailTo('b', 'bob@example.net'));
  await until(async () => (await requests(opened, shop)).get('b') === 'Succeeded');
  assert.equal((await requests(opened, clinic)).get('a'), 'Buffered');
  assert.deepEqual(
    opened.carriers.get('main')?.taken.map(({ source }) => source),
    ['shop@example.com'],
  );
});

test('whoever waits for a carrier is told so', async () => {
  const opened = await house(carrier('main', 'shop@example.com'));
  const id = await campaign(opened);
  const { successfulRequests = [] } = await opened.calls.put(
    id,
    mailTo('mail', 'ada@example.net'),
    smsTo('sms', '+12065550100'),
    callTo('call', '+12065550100'),
  );
  for (const { id: requestId } of successfulRequests) {
    const explained = await (await opened.admin(`/requests/${requestId}/explain`)).text();
    assert.match(explained, /"NO_CARRIER"/);
    assert.doesNotMatch(explained, /"CARRIER_FULL"/);
  }
});

test('with a real carrier nothing is ever forgotten', async () => {
  const opened = await house(carrier('main', '*'));
  const answer = await opened.admin('/reset', {});
  assert.equal(answer.status, 409);
  assert.match(await answer.text(), /A real carrier is connected/);
});

test('a stop drains carriers and keeps what they answer until then', async () => {
  const opened = await house(carrier('main', '*'), ['main']);
  const id = await campaign(opened);
  await opened.calls.put(id, mailTo('a', 'ada@example.net'));
  const main = opened.carriers.get('main');
  assert.ok(main !== undefined);
  await until(() => main.taken.length === 1);
  const stopped = opened.stop();
  await until(() => main.drains === 1);
  const before = await requests(opened, id);
  assert.equal(before.get('a'), 'Attempting', 'calls are answered while it drains');
  main.release();
  await stopped;
  assert.ok(!opened.log.some((line) => line.includes('"error"')), opened.log.join('\n'));
});

test('a carrier that does not end is not waited for beyond the drain time', async () => {
  const opened = await house(`drainSeconds = 0.2\n${carrier('main', '*')}`, ['main']);
  const id = await campaign(opened);
  await opened.calls.put(id, mailTo('a', 'ada@example.net'));
  await until(() => opened.carriers.get('main')?.taken.length === 1);
  const began = performance.now();
  await opened.stop();
  assert.ok(performance.now() - began < 10_000);
});
