/** What arrives at an MTA, octet by octet and as a mail reader understands it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { MessageAttempt } from '../../src/channels/channel.ts';
import type { RenderedEmail } from '../../src/channels/rendering.ts';
import type { SmtpDeps, SmtpOptions } from '../../src/channels/smtp/open.ts';
import { createVerp } from '../../src/channels/smtp/verp.ts';
import { attemptOf, carrierTo, HELLO, requestIdOf } from '../support/smtp-carrier.ts';
import { startSmtpPeer } from '../support/smtp-peer.ts';

interface Arrived {
  readonly raw: string;
  readonly mail: ParsedMail;
  readonly from: string;
  readonly to: readonly string[];
}

const arrived: Arrived[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  async onData(stream, { envelope }, done) {
    const raw = Buffer.concat(await stream.toArray());
    arrived.push({
      raw: raw.toString('latin1'),
      mail: await simpleParser(raw),
      from: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
      to: envelope.rcptTo.map(({ address }) => address),
    });
    done();
  },
});
let port = 0;
before(async () => {
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
after(() => new Promise<void>((resolve) => server.close(() => resolve())));

const URL_ONE_CLICK = `https://hooks.example.com/hooks/v1/unsubscribe/${'abcdefgh'.repeat(40)}`;

/** Sends one mail and answers how it arrived. */
async function sent(
  rendered: Partial<RenderedEmail>,
  attempt: Partial<MessageAttempt> = {},
  deps: Partial<SmtpDeps> = {},
  options: Partial<SmtpOptions> = {},
): Promise<Arrived> {
  const carrier = carrierTo(port, options, deps, { ...HELLO, ...rendered });
  const before = arrived.length;
  const result = await carrier.submit(
    { ...attemptOf(1), ...attempt },
    Date.now() + 60_000,
    new AbortController().signal,
  );
  await carrier.drain();
  assert.equal(result.kind === 'ended' && result.disposition.state, 'Succeeded', JSON.stringify(result));
  const last = arrived[before];
  if (last === undefined) throw new Error('nothing arrived');
  return last;
}

test('a mail has both texts, its sender, its recipient, and the request in its Message-ID', async () => {
  const { mail, raw, from, to } = await sent({}, { sourceDisplayName: 'Clinic' });
  assert.equal(mail.subject, HELLO.subject);
  assert.equal(mail.text?.trim(), HELLO.text);
  assert.equal(typeof mail.html === 'string' && mail.html.trim(), HELLO.html);
  assert.deepEqual(mail.from?.value, [{ name: 'Clinic', address: 'news@clinic.example' }]);
  assert.equal(mail.messageId, `<${requestIdOf(1)}@clinic.example>`);
  assert.ok(Math.abs((mail.date?.getTime() ?? 0) - Date.now()) < 60_000);
  assert.match(raw, /^Content-Type: multipart\/alternative;/m);
  assert.ok(raw.indexOf('text/plain') < raw.indexOf('text/html'), 'the richest part is the last (RFC 2046 5.1.4)');
  assert.deepEqual([from, to], ['news@clinic.example', ['person1@inbox.example']]);
});

test('a mail with one text has no parts', async () => {
  const { text, ...onlyHtml } = HELLO;
  const { html, ...onlyText } = HELLO;
  const hasParts = /multipart/;
  for (const [rendered, type] of [
    [onlyHtml, 'text/html'],
    [onlyText, 'text/plain'],
  ] as const) {
    const carrier = carrierTo(port, {}, {}, rendered);
    const before = arrived.length;
    await carrier.submit(attemptOf(1), Date.now() + 60_000, new AbortController().signal);
    await carrier.drain();
    const raw = arrived[before]?.raw ?? '';
    assert.doesNotMatch(raw, hasParts);
    assert.match(raw, new RegExp(`^Content-Type: ${type}; charset=utf-8`, 'm'));
  }
  assert.ok(text !== undefined && html !== undefined);
});

test('one-click unsubscribe stands in two headers, each in one line', async () => {
  const links = { unsubscribe: () => URL_ONE_CLICK, track: (html: string) => `${html}<!-- tracked -->` };
  const { raw, mail } = await sent({}, {}, { links });
  assert.ok(`\r\n${raw}`.includes(`\r\nList-Unsubscribe: <${URL_ONE_CLICK}>\r\n`));
  assert.ok(raw.includes('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n'));
  assert.match(String(mail.html), /tracked/);
});

test('without a public URL there are no headers about unsubscribing', async () => {
  assert.doesNotMatch((await sent({})).raw, /List-Unsubscribe/);
});

test('headers of the template arrive, those that are ours or say whom it goes to do not', async () => {
  const headers = [
    { name: 'X-Campaign', value: 'Spring' },
    { name: 'Reply-To', value: 'desk@clinic.example' },
    { name: 'List-Unsubscribe', value: '<mailto:gone@clinic.example>' },
    { name: 'bcc', value: 'spy@elsewhere.example' },
    { name: 'Message-ID', value: '<1@elsewhere.example>' },
    { name: 'Resent-To', value: 'spy@elsewhere.example' },
    { name: 'Content-Type', value: 'text/plain' },
    { name: 'X-Broken', value: 'one\r\nBcc: spy@elsewhere.example' },
    { name: 'Bad Name:', value: 'x' },
  ];
  const { raw, mail, to } = await sent({ headers });
  assert.equal(mail.headers.get('x-campaign'), 'Spring');
  assert.equal(mail.replyTo?.text, 'desk@clinic.example');
  assert.equal(mail.messageId, `<${requestIdOf(1)}@clinic.example>`);
  assert.doesNotMatch(raw, /^(?:Bcc|Resent-To|List-Unsubscribe|Bad)/im);
  assert.match(raw, /^X-Broken: one Bcc: spy@elsewhere\.example\r$/m);
  assert.deepEqual(to, ['person1@inbox.example']);
});

test('other scripts survive, and the mail stays in ASCII, so that no MTA changes what it has signed', async () => {
  const words = 'Žluťoučký kůň 你好 🐎';
  const { raw, mail } = await sent(
    { subject: words, text: `${words}\n.\n..dots`, html: `<p>${words}</p>` },
    { sourceDisplayName: words },
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is asked for
  assert.match(raw, /^[\u0000-\u007f]*$/);
  assert.deepEqual([mail.subject, mail.from?.value[0]?.name], [words, words]);
  assert.equal(mail.text?.trim(), `${words}\n.\n..dots`);
  assert.ok(String(mail.html).includes(words));
  for (const line of raw.split('\r\n')) assert.ok(line.length <= 998);
});

test('line breaks in subject and display name begin no header', async () => {
  const { raw, mail } = await sent(
    { subject: 'Hello\r\nBcc: spy@elsewhere.example' },
    { sourceDisplayName: 'Clinic\nX-Evil: 1" <spy@elsewhere.example>' },
  );
  assert.doesNotMatch(raw, /^(?:Bcc|X-Evil)/m);
  assert.equal(mail.subject, 'Hello Bcc: spy@elsewhere.example');
  assert.deepEqual(
    mail.from?.value.map(({ address }) => address),
    ['news@clinic.example'],
  );
});

test('bounces go to the signed return path, and to the source where none is configured', async () => {
  const verp = createVerp(new Uint8Array(32));
  const { from } = await sent({}, {}, { verp }, { returnPath: 'bounces@b.example' });
  assert.equal(verp.read(from), requestIdOf(1));
  assert.equal((await sent({}, {}, { verp })).from, 'news@clinic.example');
});

test('an international domain goes over the wire as A-labels', async () => {
  // smtp-server would turn it back.
  const peer = await startSmtpPeer();
  const carrier = carrierTo(peer.port);
  const attempt = { ...attemptOf(1), destination: 'dom@Bücher.example' };
  await carrier.submit(attempt, Date.now() + 60_000, new AbortController().signal);
  await carrier.drain();
  await peer.stop();
  assert.ok(peer.commands.includes('RCPT TO:<dom@xn--bcher-kva.example>'));
  assert.match(peer.mails[0] ?? '', /^To: dom@xn--bcher-kva\.example\r$/m);
});

test('an address that cannot be written into a command ends its request before anything is sent', async () => {
  const carrier = carrierTo(port);
  const before = arrived.length;
  for (const destination of [
    'жук@inbox.example',
    'a b@inbox.example',
    'a>@inbox.example',
    'a@inbox.example\r\nRCPT TO:<spy@elsewhere.example>',
    '<a@inbox.example>',
    `${'a'.repeat(65)}@inbox.example`,
    'a@',
  ]) {
    const result = await carrier.submit(
      { ...attemptOf(1), destination },
      Date.now() + 60_000,
      new AbortController().signal,
    );
    assert.equal(result.kind === 'ended' && result.disposition.reason, 'INVALID_DESTINATION', destination);
  }
  assert.equal(arrived.length, before);
  await carrier.drain();
});

test('an attempt whose template is missing or not filled in ends before anything is sent', async () => {
  const unknown = carrierTo(port, {}, { render: () => Promise.resolve({ kind: 'unknownTemplate' }) });
  const unresolved = carrierTo(port, {}, { render: () => Promise.resolve({ kind: 'unresolved', names: ['Name'] }) });
  const broken = carrierTo(port, {}, { render: () => Promise.reject(new Error('no store')) });
  const results = await Promise.all(
    [unknown, unresolved, broken].map((carrier) =>
      carrier.submit(attemptOf(1), Date.now() + 60_000, new AbortController().signal),
    ),
  );
  assert.deepEqual(results, [
    { kind: 'ended', disposition: { state: 'Failed', reason: 'UNKNOWN_TEMPLATE' } },
    { kind: 'ended', disposition: { state: 'Failed', reason: 'RENDERING_FAILURE', detail: 'Name' } },
    { kind: 'notSent', reason: 'PREPARATION_FAILED' },
  ]);
});
