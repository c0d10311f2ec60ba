/** Mail that a real Postfix takes and cannot deliver: its own DSN finds the request, and the address is left in peace. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { adminGet } from '../support/admin.ts';
import { INBOX_DOMAIN, postfixMissing, REFUSED_DOMAIN } from '../support/postfix.ts';
import { runProgram } from '../support/run-program.ts';
import { CLONE, temporaryFolder } from '../support/running-service.ts';
import { BOUNCES_DOMAIN, type MailHouse, openMailHouse } from './mail-house.ts';

const skip = postfixMissing();
const DEAD = '5.1.1 (bad destination mailbox address)';

const FAR_DOMAIN = 'far.example';
/** What the far MTA says to whom, and how it is told here. */
const FAR_ANSWERS: Readonly<Record<string, string>> = {
  unwanted: '5.7.1 we want nothing of that kind',
  full: '5.2.2 the mailbox of full@far.example is full',
  nobody: 'no',
};
const FAR_DETAILS = {
  unwanted: '5.7.1 (delivery not authorized, message refused)',
  full: '5.2.2 (mailbox full)',
  nobody: '5.0.0 (undefined)',
};

interface FarMta {
  readonly port: number;
  stop(): Promise<void>;
}

/** An MTA beyond Postfix that refuses everybody for his own reason. */
async function startFarMta(): Promise<FarMta> {
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, logger: false },
    onRcptTo({ address }, _session, callback) {
      const answer = FAR_ANSWERS[address.split('@')[0] ?? ''] ?? 'no';
      callback(Object.assign(new Error(answer), { responseCode: 550 }));
    },
  });
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

const hasBounced = (house: MailHouse, requestId: string) => async () =>
  (await house.receipts(requestId)).some(({ status }) => status === 'Bounce');

for (const bounces of ['lmtp', 'smtp', 'maildir'] as const) {
  test(`a mail that bounces is told of over ${bounces}, and its address gets no other`, { skip }, async () => {
    const house = await openMailHouse({ bounces });
    after(() => house.close());
    const first = await house.campaign();
    const requestId = await house.mail(first, `gone@${REFUSED_DOMAIN}`);
    await house.until('the bounce does not come back', hasBounced(house, requestId));

    const { state, reason, attempts } = await house.request(requestId);
    assert.equal(`${state} ${reason}`, 'Succeeded DELIVERED');
    assert.deepEqual(
      attempts.flatMap(({ receipts }) => receipts.map(({ status, detail }) => ({ status, detail }))),
      [{ status: 'Bounce', detail: DEAD }],
    );
    assert.match(await house.suppression(), new RegExp(`gone@${REFUSED_DOMAIN}.*EMAIL`));

    const second = await house.campaign();
    const again = await house.mail(second, `gone@${REFUSED_DOMAIN}`);
    await house.until('the second request does not end', async () => (await house.request(again)).state !== 'Buffered');
    assert.equal((await house.request(again)).reason, 'SUPPRESSED_RECIPIENT');
    assert.doesNotMatch(house.service.log(), /gone@/);
    assert.equal(await house.service.stop(), 0);
  });
}

describe('what comes back', { skip }, () => {
  let far: FarMta;
  let house: MailHouse;
  before(async () => {
    far = await startFarMta();
    house = await openMailHouse({
      bounces: 'lmtp',
      transports: { [FAR_DOMAIN]: `smtp:[127.0.0.1]:${far.port}` },
    });
  });
  after(async () => {
    await house.close();
    await far.stop();
  });

  async function send(text: { readonly to: string; readonly raw: string }): Promise<void> {
    const transport = createTransport({ host: '127.0.0.1', port: house.postfix.port, ignoreTLS: true });
    await transport.sendMail({ raw: text.raw, envelope: { from: '', to: [text.to] } });
    transport.close();
  }

  async function reports(result: string): Promise<number> {
    const metrics = await (await fetch(`${house.service.url}/metrics`)).text();
    return Number(
      new RegExp(`^campanile_bounce_reports_total\\{result="${result}"\\} (\\d+)$`, 'm').exec(metrics)?.[1] ?? 0,
    );
  }

  test('a refusal by policy, a full mailbox and a refusal without reason say nothing against the address', async () => {
    const campaign = await house.campaign();
    for (const [localPart, detail] of Object.entries(FAR_DETAILS)) {
      const requestId = await house.mail(campaign, `${localPart}@${FAR_DOMAIN}`);
      await house.until(`no bounce of ${detail}`, hasBounced(house, requestId));
      assert.equal((await house.receipts(requestId))[0]?.detail, detail);
    }
    assert.equal(await house.suppression(), '');
  });

  test('a bounce is an event in the words of AWS', async () => {
    const { events } = await adminGet<{ events: readonly object[] }>(house.service.url, '/events', house.token);
    const bounces = events.map((event) => JSON.stringify(event)).filter((event) => event.includes('"Bounce"'));
    assert.ok(bounces.length > 0);
    assert.ok(bounces.some((event) => event.includes('5.7.1')));
    assert.ok(bounces.every((event) => !event.includes('@')));
  });

  test('a complaint about a mail that was delivered suppresses, told twice it is kept once', async () => {
    const campaign = await house.campaign();
    const requestId = await house.mail(campaign, `reader@${INBOX_DOMAIN}`);
    const mails = await house.postfix.whenDelivered(1);
    const original = mails.at(-1)?.toString('latin1') ?? '';
    const raw = complaint(original);
    await send({ to: `fbl@${BOUNCES_DOMAIN}`, raw });
    await send({ to: `fbl@${BOUNCES_DOMAIN}`, raw });
    await house.until('the complaints do not come in', async () => (await reports('Complaint')) === 2);
    assert.deepEqual(
      (await house.receipts(requestId)).map(({ status, detail }) => ({ status, detail })),
      [{ status: 'Complaint', detail: 'abuse' }],
    );
    assert.match(await house.suppression(), new RegExp(`reader@${INBOX_DOMAIN}`));
  });

  test('autoreplies and forged bounces are taken, answered with nothing, and change nothing', async () => {
    const campaign = await house.campaign();
    const requestId = await house.mail(campaign, `other@${INBOX_DOMAIN}`);
    await house.postfix.whenDelivered(2);
    const before = [await reports('noReport'), await reports('notOurs')];
    await send({ to: `bounces@${BOUNCES_DOMAIN}`, raw: 'Subject: I am away\r\n\r\nUntil Monday.\r\n' });
    const forged = complaint(`Message-ID: <${requestId}@example.com>\r\nSubject: Hello\r\n\r\nHello\r\n`);
    await send({ to: `bounces+${requestId.replaceAll('-', '')}.aaaaaaaaaaaaaaaa@${BOUNCES_DOMAIN}`, raw: forged });
    await house.until('they do not come in', async () => {
      const [noReport = 0, notOurs = 0] = before;
      return (await reports('noReport')) === noReport + 1 && (await reports('notOurs')) === notOurs + 1;
    });
    assert.deepEqual(await house.receipts(requestId), []);
    // Nothing was sent back to anybody: an empty return path would show as a double bounce.
    assert.doesNotMatch(house.postfix.log(), /double-bounce|to=<MAILER-DAEMON/);
  });
});

describe('a service that cannot take bounces as configured does not start, and says why', () => {
  const folder = temporaryFolder('bounces');
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function serve(bounces: string) {
    const config = join(folder, 'campanile.toml');
    const carrier =
      '[carriers.main]\nkind = "smtp"\nsources = ["*"]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\n';
    writeFileSync(config, `[email.bounces]\n${bounces}\n${carrier}`);
    const flags = ['--port', '0', '--data', join(folder, 'data'), '--auth', 'strict', '--config', config];
    return runProgram(join(CLONE, 'bin/campanile'), ['serve', ...flags]);
  }

  test('a folder that is no Maildir', async () => {
    const { exitCode, stderr, stdout } = await serve(`maildir = "${folder}"`);
    assert.equal(exitCode, 78);
    assert.match(stderr, /bounces cannot be taken: the folder of bounces must be a Maildir/);
    assert.equal(stdout, '');
  });

  test('a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const { exitCode, stderr } = await serve(`listen = "127.0.0.1:${typeof address === 'object' ? address?.port : 0}"`);
    taken.close();
    assert.equal(exitCode, 78);
    assert.match(stderr, /bounces cannot be taken: listen EADDRINUSE/);
  });

  test('an address that the world can reach', async () => {
    const { exitCode, stderr } = await serve('listen = "0.0.0.0:10024"');
    assert.equal(exitCode, 78);
    assert.match(stderr, /email\.bounces\.listen must be localhost or an IP address of a private network/);
  });
});

/** What a provider sends about a mail (RFC 5965). */
function complaint(original: string): string {
  return [
    'From: <feedback@provider.example>',
    'Subject: FW: Hello',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=feedback-report; boundary="complaint"',
    '',
    '--complaint',
    'Content-Type: text/plain',
    '',
    'This is an email abuse report.',
    '--complaint',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'User-Agent: Provider/1.0',
    'Version: 1',
    '',
    '--complaint',
    'Content-Type: message/rfc822',
    '',
    original.replaceAll(/\r?\n/g, '\r\n'),
    '--complaint--',
    '',
  ].join('\r\n');
}
