/** What a reader's mail program does with a mail that was really delivered: pictures, links, the unsubscribe button. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type ParsedMail, simpleParser } from 'mailparser';
import { INBOX_DOMAIN, postfixMissing } from '../support/postfix.ts';
import { type MailHouse, openMailHouse } from './mail-house.ts';

const skip = postfixMissing();
const HTML =
  '<html><body><p>Hello</p>' +
  '<a href="https://example.com/offer?a=1&amp;b=2">Offer</a> <a href="mailto:clinic@example.com">Write</a> ' +
  '<a ses:no-track href="https://example.com/plain">Plain</a></body></html>';

/** Sends one mail and answers it as it was delivered. */
async function deliver(house: MailHouse, recipient: string): Promise<{ requestId: string; mail: ParsedMail }> {
  const before = (await house.postfix.delivered()).length;
  const requestId = await house.mail(await house.campaign(HTML), recipient);
  const mails = await house.postfix.whenDelivered(before + 1);
  const parsed = await Promise.all(mails.map((mail) => simpleParser(mail)));
  const mail = parsed.find(({ messageId }) => messageId?.includes(requestId) === true);
  assert.ok(mail !== undefined, 'no mail of the request was delivered');
  return { requestId, mail };
}

const htmlOf = ({ html }: ParsedMail): string => (typeof html === 'string' ? html : '');
const hrefsIn = (html: string): string[] =>
  [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
const pixelIn = (html: string): string | undefined => /<img src="([^"]*\/open\/[^"]*)"/.exec(html)?.[1];

function unsubscribeLinkOf({ headers }: ParsedMail): string {
  // As mailparser gives the List headers.
  const list = headers.get('list') as { unsubscribe?: { url?: string } } | undefined;
  return list?.unsubscribe?.url ?? '';
}

describe('a mail with tracking', { skip }, () => {
  let house: MailHouse;
  before(async () => {
    house = await openMailHouse({ bounces: 'lmtp', settings: '[email.tracking]\nopens = true\nclicks = true' });
  });
  after(() => house.close());

  test('tells of its opens and clicks, each in the words of AWS, and leads where it led', async () => {
    const { requestId, mail } = await deliver(house, `ada@${INBOX_DOMAIN}`);
    const html = htmlOf(mail);
    const [offer = '', write, plain] = hrefsIn(html);
    assert.deepEqual([write, plain], ['mailto:clinic@example.com', 'https://example.com/plain']);
    assert.ok(offer.startsWith(`${house.service.url}/hooks/v1/click/`));
    assert.equal(mail.text?.trim(), 'Hello');

    const pixel = await fetch(pixelIn(html) ?? '');
    assert.deepEqual([pixel.status, pixel.headers.get('content-type')], [200, 'image/gif']);
    const click = await fetch(offer, { redirect: 'manual' });
    assert.deepEqual([click.status, click.headers.get('location')], [302, 'https://example.com/offer?a=1&b=2']);
    assert.deepEqual(
      (await house.receipts(requestId)).map(({ status, detail }) => ({ status, detail })),
      [
        { status: 'Open', detail: undefined },
        { status: 'Click', detail: 'https://example.com/offer?a=1&b=2' },
      ],
    );
    const { state, reason } = await house.request(requestId);
    assert.equal(`${state} ${reason}`, 'Succeeded DELIVERED');
  });

  test('does not grow its request, however often it is opened', async () => {
    const { requestId, mail } = await deliver(house, `grace@${INBOX_DOMAIN}`);
    const pixel = pixelIn(htmlOf(mail)) ?? '';
    const answers = await Promise.all(Array.from({ length: 50 }, () => fetch(pixel)));
    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal((await house.receipts(requestId)).length, 10);
  });

  test('links that were altered lead nowhere', async () => {
    const { mail } = await deliver(house, `hedy@${INBOX_DOMAIN}`);
    const [offer = ''] = hrefsIn(htmlOf(mail));
    for (const altered of [
      `${offer}A`,
      offer.slice(0, -8),
      offer.replace('/click/', '/unsubscribe/'),
      `${offer}.gif`,
    ]) {
      const { status, headers } = await fetch(altered, { redirect: 'manual' });
      assert.deepEqual([status, headers.get('location')], [404, null]);
    }
  });

  test("its one-click link, as Postfix delivered it, ends its reader's mail", async () => {
    const { requestId, mail } = await deliver(house, `jean@${INBOX_DOMAIN}`);
    const link = unsubscribeLinkOf(mail);
    const post = mail.headerLines.find(({ key }) => key === 'list-unsubscribe-post');
    assert.equal(post?.line, 'List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    assert.equal((await fetch(link)).status, 200);
    assert.doesNotMatch(await house.suppression(), /jean@/);
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    assert.equal((await fetch(link, { method: 'POST', body, redirect: 'error' })).status, 200);
    assert.match(await house.suppression(), new RegExp(`jean@${INBOX_DOMAIN}.*EMAIL`));
    assert.deepEqual(
      (await house.receipts(requestId)).map(({ status }) => status),
      ['Subscription'],
    );

    const again = await house.mail(await house.campaign(HTML), `jean@${INBOX_DOMAIN}`);
    await house.until('the request does not end', async () => (await house.request(again)).state !== 'Buffered');
    assert.equal((await house.request(again)).reason, 'SUPPRESSED_RECIPIENT');
  });
});

test('without tracking the HTML arrives as it was written', { skip }, async () => {
  const house = await openMailHouse({ bounces: 'lmtp' });
  after(() => house.close());
  const { mail } = await deliver(house, `ada@${INBOX_DOMAIN}`);
  assert.equal(htmlOf(mail).trim(), HTML);
});
