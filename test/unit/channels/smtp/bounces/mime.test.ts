import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simpleParser } from 'mailparser';
import { partsOf, readMime } from '../../../../../src/channels/smtp/bounces/mime.ts';
import { arf, dsn } from './reports.ts';

test('the parts of a report are those that mailparser finds', async () => {
  for (const mail of [dsn(), dsn({ originalType: 'text/rfc822-headers' }), arf()]) {
    const theirs = await simpleParser(mail, { keepDeliveryStatus: true });
    const ours = new Map([...partsOf(readMime(Buffer.from(mail)))].map(({ type, body }) => [type, body.trim()]));
    assert.ok(theirs.attachments.length > 0);
    for (const { contentType, content } of theirs.attachments) {
      const body = content.toString('latin1').replaceAll('\r\n', '\n').trim();
      assert.equal(ours.get(contentType), body, contentType);
    }
    // It shows a mail inside behind the text.
    assert.ok(theirs.text?.startsWith(ours.get('text/plain') ?? 'none'));
  }
});

test('headers are unfolded, repeated ones kept, names compared without case', () => {
  const { headers } = readMime(
    Buffer.from('A: 1\r\n  2\r\n\t3\r\nb : x\r\nB: y\r\nnonsense\r\n  of it\r\nC:\r\n\r\nbody'),
  );
  assert.deepEqual(
    [...headers],
    [
      ['a', ['1 2 3']],
      ['b', ['x', 'y']],
      ['c', ['']],
    ],
  );
});

test('a boundary that begins like another does not end it', () => {
  const mail = [
    'Content-Type: multipart/mixed; boundary="a b"',
    '',
    '--a b',
    'Content-Type: multipart/alternative; boundary=a b c',
    '',
    '--a b',
    'Content-Type: multipart/alternative; boundary="a b2"',
    '',
    '--a b2',
    '',
    'inner',
    '--a b2--',
    '--a b  ',
    '',
    'outer',
    '--a b--',
    'epilogue',
    '--a b',
    '',
    'never',
  ].join('\n');
  const bodies = [...partsOf(readMime(Buffer.from(mail)))].map(({ body }) => body).filter((body) => body !== '');
  assert.deepEqual(bodies, ['inner', 'outer']);
});

test('depth and number of parts are bounded', () => {
  const many = `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(1_000)}`;
  assert.equal([...partsOf(readMime(Buffer.from(many)))].length, 51);
  const deep = Array.from(
    { length: 100 },
    (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`,
  );
  assert.equal([...partsOf(readMime(Buffer.from(deep.join(''))))].length, 7);
});
