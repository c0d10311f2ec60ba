import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { REPORT_BYTES_MAX, type Reading, readReport } from '../../../../../src/channels/smtp/bounces/read-report.ts';
import { createVerp } from '../../../../../src/channels/smtp/verp.ts';
import type { CampaignId } from '../../../../../src/domain/campaign.ts';
import { createMailLinkSeal } from '../../../../../src/domain/mail-link.ts';
import { formatRequestId } from '../../../../../src/domain/request-id.ts';
import { arf, type DsnOptions, dsn, VACATION } from './reports.ts';

const verp = createVerp(Buffer.alloc(32, 1));
const links = createMailLinkSeal(Buffer.alloc(32, 2));
const requestId = formatRequestId(Buffer.alloc(16, 0xab));
const ADDRESS = verp.address('bounces@b.example', requestId);
const campaignId = '77777777-7777-4777-8777-777777777777' as CampaignId;
const UNSUBSCRIBE = `https://c.example/hooks/v1/unsubscribe/${links.write({
  kind: 'unsubscribe',
  requestId,
  campaignId,
  address: 'somebody@example.com',
})}`;

const read = (mail: string, recipients: readonly string[] = []): Reading =>
  readReport(Buffer.from(mail, 'latin1'), recipients, { verp, links });
const bounced = (options: DsnOptions): Reading => read(dsn(options), [ADDRESS]);

test('a failed delivery is a Bounce, and only a dead address is suppressed', () => {
  const cases: readonly [status: string, detail: string, suppresses: boolean][] = [
    ['5.1.1', '5.1.1 (bad destination mailbox address)', true],
    ['5.1.2', '5.1.2 (bad destination system address)', true],
    ['5.1.3', '5.1.3 (bad destination mailbox address syntax)', true],
    ['5.1.6', '5.1.6 (destination mailbox has moved, no forwarding address)', true],
    ['5.1.10', '5.1.10 (recipient address has null MX)', true],
    ['5.2.1', '5.2.1 (mailbox disabled, not accepting messages)', true],
    ['5.0.0', '5.0.0 (undefined)', false],
    ['5.1.0', '5.1.0 (other address status)', false],
    ['5.1.8', "5.1.8 (bad sender's system address)", false],
    ['5.2.2', '5.2.2 (mailbox full)', false],
    ['5.3.4', '5.3.4 (message too big for system)', false],
    ['5.4.4', '5.4.4 (unable to route)', false],
    ['5.7.1', '5.7.1 (delivery not authorized, message refused)', false],
    ['5.7.26', '5.7.26 (security or policy status)', false],
    ['5.9.9', '5.9.9 (unknown status)', false],
    // Given up after days in a queue.
    ['4.1.1', '4.1.1 (bad destination mailbox address)', false],
    ['4.4.1', '4.4.1 (no answer from host)', false],
  ];
  for (const [status, detail, suppresses] of cases) {
    const news = { status: 'Bounce', detail, ...(suppresses && { suppresses }) };
    assert.deepEqual(bounced({ status }), { kind: 'news', requestId, news }, status);
  }
});

test('where the status says nothing the words of the other server may, but never an address', () => {
  const exim = bounced({ status: '5.0.0', diagnostic: 'smtp; 550-5.1.1 The email account <somebody@example.com>' });
  assert.deepEqual(exim, {
    kind: 'news',
    requestId,
    news: { status: 'Bounce', detail: '5.1.1 (bad destination mailbox address)', suppresses: true },
  });
  const silent = bounced({ status: '5.0.0', diagnostic: 'smtp; 550 no such user somebody@example.com' });
  assert.deepEqual(silent, { kind: 'news', requestId, news: { status: 'Bounce', detail: '5.0.0 (undefined)' } });
  const nothing = bounced({ status: '' });
  assert.deepEqual(nothing, { kind: 'news', requestId, news: { status: 'Bounce', detail: 'no status code' } });
});

test("a delay is a DeliveryDelay with SES's type, and good news is none", () => {
  const delays = { '4.2.2': 'MailboxFull', '4.3.1': 'RecipientServerError', '4.4.1': 'TransientCommunicationFailure' };
  for (const [status, detail] of Object.entries(delays)) {
    const news = { status: 'DeliveryDelay', detail };
    assert.deepEqual(bounced({ action: 'delayed', status }), { kind: 'news', requestId, news });
  }
  for (const action of ['delivered', 'relayed', 'expanded', 'unheard-of']) {
    assert.deepEqual(bounced({ action, status: '2.0.0' }), { kind: 'goodNews' });
  }
});

test('of several recipients the worst is told', () => {
  const more = 'Final-Recipient: rfc822; b@example.com\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\n';
  const mail = dsn({ status: '5.2.2' }).replace('Final-Recipient', `${more}Final-Recipient`);
  assert.deepEqual(read(mail, [ADDRESS]), {
    kind: 'news',
    requestId,
    news: { status: 'Bounce', detail: '5.2.2 (mailbox full)' },
  });
});

test('a complaint names its type, and suppresses where a person wants no more', () => {
  const cases = { abuse: true, fraud: true, 'opt-out': true, other: false, virus: false };
  for (const [type, suppresses] of Object.entries(cases)) {
    const news = { status: 'Complaint', detail: type, ...(suppresses && { suppresses }) };
    assert.deepEqual(read(arf({ type, mailFrom: ADDRESS })), { kind: 'news', requestId, news });
  }
  for (const type of ['not-spam', 'auth-failure', 'dkim', '', 'constructor']) {
    assert.deepEqual(read(arf({ type, mailFrom: ADDRESS })), { kind: 'goodNews' });
  }
});

test('the request is found wherever its signature is', () => {
  const found = { kind: 'news', requestId };
  const kindOf = (reading: Reading) =>
    reading.kind === 'news' ? { kind: reading.kind, requestId: reading.requestId } : reading;
  assert.deepEqual(kindOf(read(dsn(), [ADDRESS.toUpperCase()])), found);
  assert.deepEqual(kindOf(read(dsn(), ['postmaster@b.example', ADDRESS])), found);
  assert.deepEqual(kindOf(read(dsn({ to: ADDRESS }))), found);
  assert.deepEqual(kindOf(read(dsn({ to: `"Bounces, all" <${ADDRESS}>` }))), found);
  assert.deepEqual(kindOf(read(`Delivered-To: ${ADDRESS}\r\n${dsn()}`)), found);
  assert.deepEqual(kindOf(read(`X-Original-To: ${ADDRESS}\r\n${dsn()}`)), found);
  assert.deepEqual(kindOf(read(dsn({ original: `Return-Path: <${ADDRESS}>\r\nSubject: Hello` }))), found);
  assert.deepEqual(kindOf(read(arf({ mailFrom: ADDRESS }))), found);
  for (const originalType of ['message/rfc822', 'text/rfc822-headers', 'message/global-headers; charset=utf-8']) {
    const original = `Subject: Hello\r\nList-Unsubscribe: <mailto:u@example.org>,\r\n <${UNSUBSCRIBE}>`;
    assert.deepEqual(kindOf(read(dsn({ originalType, original }))), found);
  }
  assert.deepEqual(kindOf(read(arf({ original: `List-Unsubscribe: <${UNSUBSCRIBE}>` }))), found);
});

test('what is not signed by us moves nothing', () => {
  const forged = createVerp(Buffer.alloc(32, 9)).address('bounces@b.example', requestId);
  const otherSeal = createMailLinkSeal(Buffer.alloc(32, 9));
  const foreign = otherSeal.write({ kind: 'unsubscribe', requestId, campaignId, address: 'somebody@example.com' });
  assert.deepEqual(read(dsn(), [forged]), { kind: 'notOurs' });
  assert.deepEqual(read(dsn({ original: `Message-ID: <${requestId}@example.org>` })), { kind: 'notOurs' });
  assert.deepEqual(read(arf({ original: `List-Unsubscribe: <https://c.example/hooks/v1/unsubscribe/${foreign}>` })), {
    kind: 'notOurs',
  });
  // A link of another kind is in everybody's mail body.
  const click = links.write({ kind: 'click', requestId, url: 'https://example.com/' });
  assert.deepEqual(read(arf({ original: `List-Unsubscribe: <https://c.example/hooks/v1/unsubscribe/${click}>` })), {
    kind: 'notOurs',
  });
});

test('autoreplies, read receipts and mails of no form are no reports', () => {
  assert.deepEqual(read(VACATION, [ADDRESS]), { kind: 'noReport' });
  assert.deepEqual(read('', [ADDRESS]), { kind: 'noReport' });
  const receipt = dsn().replaceAll('delivery-status', 'disposition-notification');
  assert.deepEqual(read(receipt, [ADDRESS]), { kind: 'noReport' });
  // A report that is inside the mail that came back is about another mail.
  assert.deepEqual(read(`Content-Type: message/rfc822\r\n\r\n${dsn()}`, [ADDRESS]), { kind: 'noReport' });
});

test('a report that was cut off behind its own parts reads as before, and a huge one is read in part', () => {
  const whole = dsn();
  const cut = whole.slice(0, whole.indexOf('Content-Description: Undelivered'));
  assert.deepEqual(read(cut, [ADDRESS]), read(whole, [ADDRESS]));
  const huge = dsn({ original: `Subject: Hello\r\n\r\n${'x'.repeat(2 * REPORT_BYTES_MAX)}` });
  assert.deepEqual(read(huge, [ADDRESS]), read(whole, [ADDRESS]));
});

test('encoded parts read as plain ones', () => {
  const plain = 'Final-Recipient: rfc822; somebody@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n';
  const part = (encoding: string, body: string): string =>
    `Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n--b--\r\n`;
  const expected = read(part('7bit', plain), [ADDRESS]);
  assert.equal(expected.kind, 'news');
  assert.deepEqual(read(part('base64', Buffer.from(plain).toString('base64')), [ADDRESS]), expected);
  const quoted = plain.replaceAll('5.1.1', '5.1.=31').replaceAll('Action', 'Act=\r\nion');
  assert.deepEqual(read(part('Quoted-Printable', quoted), [ADDRESS]), expected);
});

test('whatever comes in, reading it answers', () => {
  const pieces = fc.constantFrom(
    ...[
      '\r\n',
      '\n\n',
      '--b',
      '--',
      'Content-Type: multipart/report; boundary=b',
      'Content-Type: message/delivery-status',
    ],
    ...[
      'Action: failed',
      'Status: 5.1.1',
      `To: ${ADDRESS}`,
      ' ',
      '\t',
      ':',
      '=',
      '\0',
      'é',
      'Content-Type: message/rfc822',
    ],
    ...['Content-Type: message/feedback-report', 'Feedback-Type: abuse', 'Content-Transfer-Encoding: base64'],
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (texts) => {
      const { kind } = read(texts.join(''), [ADDRESS]);
      assert.ok(['news', 'noReport', 'notOurs', 'goodNews'].includes(kind));
    }),
    { numRuns: 3_000 },
  );
});

test('hostile mails cost no more than their length', () => {
  const filled = (piece: string): string => piece.repeat(Math.ceil(REPORT_BYTES_MAX / piece.length));
  const multipart = 'Content-Type: multipart/report; boundary=b\n\n';
  const nested = Array.from(
    { length: 2_000 },
    (_, depth) => `--b${depth}\nContent-Type: multipart/mixed; boundary=b${depth + 1}\n\n`,
  );
  const hostile = {
    folds: `X: ${filled('a\n ')}`,
    headers: filled('To: a@b\n'),
    colons: filled(':'),
    boundaries: multipart + filled('--b\n\n'),
    almostBoundaries: multipart + filled('\n--bx'),
    spaces: `${multipart}--b\nContent-Transfer-Encoding: quoted-printable\n\n${filled(' ')}x`,
    nested: `Content-Type: multipart/mixed; boundary=b0\n\n${nested.join('')}`,
    type: `Content-Type: ${filled(' ;boundary ')}`,
    addresses: `To: ${filled('a+')}@b`,
    groups: `${multipart}--b\nContent-Type: message/delivery-status\n\n${filled('a: b\n\n')}`,
    codes: `${multipart}--b\nContent-Type: message/delivery-status\n\nAction: failed\nStatus: ${filled('5.')}`,
  };
  for (const [name, mail] of Object.entries(hostile)) {
    const startedAt = process.cpuUsage();
    read(mail, [ADDRESS]);
    const { user, system } = process.cpuUsage(startedAt);
    assert.ok((user + system) / 1_000 < 1_000, `${name} took ${(user + system) / 1_000} ms`);
  }
});
