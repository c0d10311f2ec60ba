/** Mail through the whole service and a real Postfix: login over STARTTLS, greylisting, refusals, and a signature that holds. */
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { dkimSignerMissing, startDkimSigner } from '../support/dkim-signer.ts';
import { startGreylist } from '../support/greylist.ts';
import { INBOX_DOMAIN, postfixMissing, REJECTED_DOMAIN } from '../support/postfix.ts';
import { openMailHouse } from './mail-house.ts';

const skip = postfixMissing();
const RECIPIENTS = 25;

const requestIdIn = (mail: Buffer): string => /^Message-ID: <([^@]+)@/im.exec(mail.toString('latin1'))?.[1] ?? '';

test('a campaign is delivered over STARTTLS and a login, one mail for each request', { skip }, async (t) => {
  const login = { username: 'campanile', password: 'a secret, with "quotes"' };
  const house = await openMailHouse({
    bounces: 'lmtp',
    postfix: { tls: 'required', login },
    carrier({ caFile }, folder) {
      const passwordFile = join(folder, 'password');
      writeFileSync(passwordFile, `${login.password}\n`);
      chmodSync(passwordFile, 0o600);
      return `security = "starttls"
caFile = ${JSON.stringify(caFile)}
username = "${login.username}"
passwordFile = ${JSON.stringify(passwordFile)}`;
    },
  });
  t.after(() => house.close());
  const campaign = await house.campaign();
  const requestIds = await Promise.all(
    Array.from({ length: RECIPIENTS }, (_, number) => house.mail(campaign, `person${number}@${INBOX_DOMAIN}`)),
  );
  const mails = await house.postfix.whenDelivered(RECIPIENTS);
  assert.deepEqual(mails.map(requestIdIn).sort(), [...requestIds].sort());
  for (const requestId of requestIds) {
    await house.until('a request does not end', async () => (await house.request(requestId)).state === 'Succeeded');
  }
  assert.match(house.postfix.log(), /sasl_method=PLAIN, sasl_username=campanile@/);
  assert.match(mails[0]?.toString('latin1') ?? '', /with ESMTPSA/);
  assert.doesNotMatch(house.service.log(), /secret|person\d/);
  assert.equal(await house.service.stop(), 0);
});

test('a recipient who is greylisted gets the mail when the MTA has said', { skip }, async (t) => {
  const greylist = await startGreylist();
  t.after(() => greylist.stop());
  const house = await openMailHouse({ bounces: 'lmtp', postfix: { policyService: greylist.service } });
  t.after(() => house.close());
  const requestId = await house.mail(await house.campaign(), `grey@${INBOX_DOMAIN}`);
  const mails = await house.postfix.whenDelivered(1);
  assert.deepEqual(mails.map(requestIdIn), [requestId]);
  assert.equal(greylist.asked(`grey@${INBOX_DOMAIN}`), 2);
  await house.until('the request does not end', async () => (await house.request(requestId)).state === 'Succeeded');
  const { attempts } = await house.request(requestId);
  assert.match(JSON.stringify(attempts[0]), /RECIPIENT_DEFERRED 450 4\.2\.0/);
  assert.equal(await house.service.stop(), 0);
});

test('a recipient whom the MTA refuses is Failed, with the status that it gave', { skip }, async (t) => {
  const house = await openMailHouse({ bounces: 'lmtp' });
  t.after(() => house.close());
  const requestId = await house.mail(await house.campaign(), `nobody@${REJECTED_DOMAIN}`);
  await house.until('the request does not end', async () => (await house.request(requestId)).state === 'Failed');
  const request = await house.request(requestId);
  assert.equal(request.reason, 'INVALID_DESTINATION');
  assert.match(JSON.stringify(request.attempts), /550 5\.1\.1/);
  assert.doesNotMatch(JSON.stringify(request.attempts), /nobody@|no such mailbox/);
  assert.equal(await house.service.stop(), 0);
});

test("the MTA's signature holds in the mailbox, and covers the headers of one-click unsubscribe", {
  skip: skip || dkimSignerMissing(),
}, async (t) => {
  const signer = await startDkimSigner('example.com');
  t.after(() => signer.stop());
  const house = await openMailHouse({ bounces: 'lmtp', postfix: { milters: [signer.milter] } });
  t.after(() => house.close());
  const campaign = await house.campaign('<p>Žluťoučký kůň</p>\n<p>.</p>\n');
  await house.mail(campaign, `reader@${INBOX_DOMAIN}`);
  const [mail] = await house.postfix.whenDelivered(1);
  if (mail === undefined) throw new Error('nothing was delivered');
  const text = mail.toString('latin1').replaceAll(/\r?\n/g, '\r\n');
  const { results } = await dkimVerify(Buffer.from(text, 'latin1'), { resolver: signer.resolve });
  assert.deepEqual(
    results.map(({ status, signingDomain }) => [status.result, signingDomain]),
    [['pass', 'example.com']],
  );
  const signed = /^DKIM-Signature:(?:.|\r\n\s)*?\bh=((?:[^;]|\r\n\s)*);/im.exec(text)?.[1]?.replaceAll(/\s/g, '') ?? '';
  for (const name of ['from', 'to', 'subject', 'date', 'list-unsubscribe', 'list-unsubscribe-post']) {
    assert.ok(signed.toLowerCase().split(':').includes(name), `${name} is not among ${signed}`);
  }
  const broken = Buffer.from(text.replace(/^List-Unsubscribe: </m, 'List-Unsubscribe: <x'), 'latin1');
  const { results: afterwards } = await dkimVerify(broken, { resolver: signer.resolve });
  assert.notEqual(afterwards[0]?.status.result, 'pass');
  assert.equal(await house.service.stop(), 0);
});
