import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canCarryIds, createVerp } from '../../../../src/channels/smtp/verp.ts';
import { formatRequestId } from '../../../../src/domain/request-id.ts';

const verp = createVerp(Buffer.alloc(32, 1));
const requestIds = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => formatRequestId(Buffer.from(bytes)));
const ID = formatRequestId(Buffer.alloc(16, 0xab));

test('an address names its request, in whatever case it comes back', () => {
  fc.assert(
    fc.property(requestIds, fc.constantFrom('bounces', 'b', 'a.b-c', 'news+bounce'), (requestId, localPart) => {
      const address = verp.address(`${localPart}@bounces.example.com`, requestId);
      assert.equal(verp.read(address), requestId);
      assert.equal(verp.read(address.toUpperCase()), requestId);
    }),
  );
});

test('the local part stays within 64 octets, with a return path of 14', () => {
  const address = verp.address('fourteen-chars@bounces.example.com', ID);
  assert.equal(address.indexOf('@'), 64);
  assert.match(address, /^fourteen-chars\+[0-9a-f]{32}\.[a-z2-7]{16}@bounces\.example\.com$/);
});

test('a return path that is too long, or is none, cannot carry ids', () => {
  assert.ok(canCarryIds('bounces@bounces.example.com'));
  for (const returnPath of ['fifteen-letters@b.example', '@b.example', 'bounces']) {
    assert.ok(!canCarryIds(returnPath));
    assert.throws(() => verp.address(returnPath, ID), RangeError);
  }
});

test('an address with another id, signature or key names nobody', () => {
  const address = verp.address('bounces@b.example', ID);
  const [head = '', mac = ''] = address.slice(0, address.indexOf('@')).split('.');
  assert.equal(verp.read(`${head}.${mac}@b.example`), ID);
  for (let at = 'bounces+'.length; at < head.length; at += 1) {
    const altered = `${head.slice(0, at)}${head[at] === '0' ? '1' : '0'}${head.slice(at + 1)}`;
    assert.equal(verp.read(`${altered}.${mac}@b.example`), undefined);
  }
  for (let at = 0; at < mac.length; at += 1) {
    const altered = `${mac.slice(0, at)}${mac[at] === 'a' ? 'b' : 'a'}${mac.slice(at + 1)}`;
    assert.equal(verp.read(`${head}.${altered}@b.example`), undefined);
  }
  assert.equal(createVerp(Buffer.alloc(32, 2)).read(address), undefined);
});

test('anything else names nobody, and a long text is not looked at', () => {
  fc.assert(fc.property(fc.string(), (text) => assert.equal(verp.read(text), undefined)));
  for (const text of ['', 'bounces@b.example', `${'+'.repeat(1_000_000)}@b`, `a+${'0'.repeat(32)}.@b.example`]) {
    assert.equal(verp.read(text), undefined);
  }
});
