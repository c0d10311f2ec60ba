import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { HttpRequest, HttpResponse } from '../../../src/api/protocol/http-message.ts';
import { type ChannelReceipt, UnknownReferenceError } from '../../../src/channels/channel.ts';
import type { Campaign, CampaignId } from '../../../src/domain/campaign.ts';
import { createMailLinkSeal, type MailLink } from '../../../src/domain/mail-link.ts';
import { formatRequestId } from '../../../src/domain/request-id.ts';
import { createHooks, type Hooks } from '../../../src/hooks/hooks.ts';
import { createVirtualClock } from '../../../src/lib/virtual-clock.ts';
import type { SuppressionChange } from '../../../src/store/recipient-store.ts';
import { silentLog } from '../../../src/telemetry/log.ts';

const seal = createMailLinkSeal(Buffer.alloc(32, 1));
const requestId = formatRequestId(Buffer.alloc(16, 0xab));
const campaignId = '77777777-7777-4777-8777-777777777777' as CampaignId;
const UNSUBSCRIBE: MailLink = { kind: 'unsubscribe', requestId, campaignId, address: 'Somebody@Example.com' };
const OPEN: MailLink = { kind: 'open', requestId };
const CLICK: MailLink = { kind: 'click', requestId, url: 'https://example.com/?a=1&b=2' };
const ONE_CLICK = 'List-Unsubscribe=One-Click';

let suppressed: SuppressionChange[];
let receipts: ChannelReceipt[];
let failure: Error | undefined;
let nowMs: number;
let hooks: Hooks;

beforeEach(() => {
  suppressed = [];
  receipts = [];
  failure = undefined;
  nowMs = 0;
  hooks = createHooks({
    links: seal,
    campaigns: {
      // Hooks ask for nothing else of it.
      get: async (id) => (id === campaignId ? ({ connectInstanceId: 'instance' } as Campaign) : undefined),
    },
    recipients: {
      async suppress(change) {
        if (failure !== undefined) throw failure;
        suppressed.push(change);
        return suppressed.length === 1 ? 1 : 0;
      },
    },
    async onReceipt(receipt) {
      if (failure !== undefined) throw failure;
      receipts.push(receipt);
    },
    clock: createVirtualClock(5_000),
    log: silentLog,
    nowMs: () => nowMs,
  });
});

const pathOf = (link: MailLink): string =>
  `/hooks/v1/${link.kind}/${seal.write(link)}${link.kind === 'open' ? '.gif' : ''}`;

function call(method: string, rawPath: string, body = ''): Promise<HttpResponse> {
  const request: HttpRequest = { method, rawPath, rawQuery: '', headers: {}, body: Buffer.from(body) };
  return hooks(request);
}

describe('unsubscribe', () => {
  test("a provider's POST suppresses on the channel, is told once, and is answered without a redirect", async () => {
    for (let times = 0; times < 3; times += 1) {
      const { status, headers } = await call('POST', pathOf(UNSUBSCRIBE), ONE_CLICK);
      assert.equal(status, 200);
      assert.equal(headers['location'], undefined);
      assert.equal(headers['set-cookie'], undefined);
    }
    const entries = [{ recipient: 'somebody@example.com', channelSubtype: 'EMAIL' }];
    assert.deepEqual(suppressed[0], { connectInstanceId: 'instance', entries, at: 5_000 });
    assert.deepEqual(receipts, [{ channelSubtype: 'EMAIL', reference: requestId, at: 5_000, status: 'Subscription' }]);
  });

  test('multipart/form-data is as good', async () => {
    const body = `--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n`;
    assert.equal((await call('POST', pathOf(UNSUBSCRIBE), body)).status, 200);
    assert.equal(suppressed.length, 1);
  });

  test('a GET, as scanners make it, changes nothing and shows a button that posts', async () => {
    for (const method of ['GET', 'HEAD']) {
      const { status, headers, body } = await call(method, pathOf(UNSUBSCRIBE));
      assert.equal(status, 200);
      assert.match(String(body), /<form method="post"><button name="List-Unsubscribe" value="One-Click">/);
      assert.match(
        headers['content-security-policy'] ?? '',
        /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
      );
      assert.equal(headers['cache-control'], 'no-store');
    }
    assert.deepEqual(suppressed, []);
  });

  test('the pages load nothing, run nothing, have a language, a title and a heading, and name nobody', async () => {
    const answers = [
      await call('GET', pathOf(UNSUBSCRIBE)),
      await call('POST', pathOf(UNSUBSCRIBE), ONE_CLICK),
      await call('POST', pathOf(UNSUBSCRIBE), 'nonsense'),
      await call('GET', '/hooks/v1/unsubscribe/nonsense'),
    ];
    for (const { body } of answers) {
      const html = String(body);
      assert.match(html, /<html lang="en">.*<title>[^<]+<\/title>.*<main><h1>[^<]+<\/h1>/s);
      assert.doesNotMatch(html, /<script|src=|href=|url\(|@|somebody|onclick/i);
    }
  });

  test('a POST that does not say it, or says too much, changes nothing', async () => {
    for (const body of ['', 'List-Unsubscribe=Two-Clicks', ONE_CLICK.padEnd(4_097, ' ')]) {
      assert.equal((await call('POST', pathOf(UNSUBSCRIBE), body)).status, 400);
    }
    assert.deepEqual(suppressed, []);
  });

  test('what could not be kept is 503, and an unknown campaign 404', async () => {
    failure = new Error('disk full');
    const { status, headers } = await call('POST', pathOf(UNSUBSCRIBE), ONE_CLICK);
    assert.equal(status, 503);
    assert.equal(headers['retry-after'], '60');
    failure = undefined;
    const other = '88888888-8888-4888-8888-888888888888' as CampaignId;
    const elsewhere = pathOf({ kind: 'unsubscribe', requestId, campaignId: other, address: 'a@b.example' });
    assert.equal((await call('POST', elsewhere, ONE_CLICK)).status, 404);
  });

  test('one link used over and over has to wait, others do not', async () => {
    const statuses: number[] = [];
    for (let times = 0; times < 40; times += 1)
      statuses.push((await call('POST', pathOf(UNSUBSCRIBE), ONE_CLICK)).status);
    assert.deepEqual([statuses.filter((status) => status === 200).length, statuses.at(-1)], [30, 429]);
    const other = formatRequestId(Buffer.alloc(16, 0xcd));
    const another = pathOf({ kind: 'unsubscribe', requestId: other, campaignId, address: 'a@b.example' });
    assert.equal((await call('POST', another, ONE_CLICK)).status, 200);
    nowMs = 1_000;
    assert.equal((await call('POST', pathOf(UNSUBSCRIBE), ONE_CLICK)).status, 200);
  });
});

describe('opens and clicks', () => {
  test('the pixel is a GIF that nobody may keep, and an Open', async () => {
    const { status, headers, body } = await call('GET', pathOf(OPEN));
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'image/gif');
    assert.match(headers['cache-control'] ?? '', /no-store/);
    assert.equal(Buffer.from(body).toString('latin1', 0, 6), 'GIF89a');
    assert.deepEqual(receipts, [{ channelSubtype: 'EMAIL', reference: requestId, at: 5_000, status: 'Open' }]);
  });

  test('a click leads to the page that was sealed, and names it', async () => {
    const { status, headers } = await call('GET', pathOf(CLICK));
    assert.deepEqual([status, headers['location']], [302, 'https://example.com/?a=1&b=2']);
    assert.deepEqual(receipts, [
      {
        channelSubtype: 'EMAIL',
        reference: requestId,
        at: 5_000,
        status: 'Click',
        detail: 'https://example.com/?a=1&b=2',
      },
    ]);
  });

  test('HEAD tells nothing', async () => {
    assert.equal((await call('HEAD', pathOf(OPEN))).status, 200);
    assert.equal((await call('HEAD', pathOf(CLICK))).status, 302);
    assert.deepEqual(receipts, []);
  });

  test('the reader gets his page when the news is lost, unknown or too much', async () => {
    for (const error of [new Error('disk full'), new UnknownReferenceError()]) {
      failure = error;
      assert.equal((await call('GET', pathOf(CLICK))).status, 302);
      assert.equal((await call('GET', pathOf(OPEN))).status, 200);
    }
    failure = undefined;
    for (let times = 0; times < 60; times += 1) assert.equal((await call('GET', pathOf(CLICK))).status, 302);
    assert.equal(receipts.length, 28);
  });
});

describe('links that are not ours', () => {
  test('nothing but a sealed link leads anywhere: no open redirect', async () => {
    const token = seal.write(CLICK);
    const foreign = createMailLinkSeal(Buffer.alloc(32, 9)).write(CLICK);
    const paths = [
      '/hooks/v1/click/',
      '/hooks/v1/click',
      '/hooks/v1/click/https://evil.example/',
      `/hooks/v1/click/${Buffer.from('https://evil.example/').toString('base64url')}`,
      `/hooks/v1/click/${foreign}`,
      `/hooks/v1/click/${token}/`,
      `/hooks/v1/click/${token}%0d%0aLocation:x`,
      `/hooks/v1/click/${token.slice(0, -1)}`,
      `/hooks/v1/click/${token}.gif`,
      `/hooks/v1/click//${token}`,
      `/hooks/v1/click/../click/${token}`,
      `/hooks/v1/open/${seal.write(OPEN)}`,
      '/hooks/v1/',
      '/hooks/v1',
      '/hooks/v1/constructor/x',
    ];
    for (const path of paths) {
      for (const method of ['GET', 'POST']) {
        const { status, headers } = await call(method, path, ONE_CLICK);
        assert.deepEqual([status, headers['location']], [404, undefined], path);
      }
    }
  });

  test('a link of one kind is none of another', async () => {
    const links = [UNSUBSCRIBE, OPEN, CLICK];
    for (const link of links) {
      for (const other of links) {
        if (other.kind === link.kind) continue;
        const path = `/hooks/v1/${other.kind}/${seal.write(link)}${other.kind === 'open' ? '.gif' : ''}`;
        assert.equal((await call('GET', path)).status, 404);
      }
    }
    assert.deepEqual([suppressed, receipts], [[], []]);
  });

  test('other methods are refused with those that are there', async () => {
    const { status, headers } = await call('DELETE', pathOf(UNSUBSCRIBE));
    assert.deepEqual([status, headers['allow']], [405, 'GET, HEAD, POST']);
    assert.deepEqual((await call('POST', pathOf(CLICK), ONE_CLICK)).status, 405);
    assert.deepEqual(receipts, []);
  });
});
