import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MessageAttempt } from '../../../../src/channels/channel.ts';
import { createMailLinks } from '../../../../src/channels/smtp/mail-links.ts';
import type { CampaignId } from '../../../../src/domain/campaign.ts';
import { createMailLinkSeal } from '../../../../src/domain/mail-link.ts';
import { formatRequestId } from '../../../../src/domain/request-id.ts';

const seal = createMailLinkSeal(Buffer.alloc(32, 1));
const BASE = 'https://campanile.example.com';
const attempt: MessageAttempt = {
  requestId: formatRequestId(Buffer.alloc(16, 0xab)),
  campaignId: '77777777-7777-4777-8777-777777777777' as CampaignId,
  channelSubtype: 'EMAIL',
  destination: 'somebody@example.com',
  source: 'news@example.org',
  templateArn: 'arn',
  templateParameters: {},
};
const clicks = createMailLinks({ hooksUrl: BASE, unsubscribe: true, trackOpens: false, trackClicks: true }, seal);
const opens = createMailLinks({ hooksUrl: BASE, unsubscribe: true, trackOpens: true, trackClicks: false }, seal);

/** Where the tracked links of a text lead. */
function targetsIn(html: string): string[] {
  return [...html.matchAll(/"https:\/\/campanile\.example\.com\/hooks\/v1\/click\/([^"]*)"/g)].map(([, token = '']) => {
    const link = seal.read(token);
    return link?.kind === 'click' ? link.url : 'unreadable';
  });
}

const CLICK = (url: string): string =>
  `"${BASE}/hooks/v1/click/${seal.write({ kind: 'click', requestId: attempt.requestId, url })}"`;

test('the unsubscribe link has what it takes to suppress, and needs a public URL', () => {
  const url = clicks.unsubscribe(attempt) ?? '';
  assert.ok(url.startsWith(`${BASE}/hooks/v1/unsubscribe/`));
  const { requestId, campaignId, destination: address } = attempt;
  assert.deepEqual(seal.read(url.split('/').at(-1) ?? ''), { kind: 'unsubscribe', requestId, campaignId, address });
  const off = { unsubscribe: false, trackOpens: true, trackClicks: true };
  assert.equal(createMailLinks({ hooksUrl: BASE, ...off }, seal).unsubscribe(attempt), undefined);
  const nowhere = createMailLinks({ hooksUrl: '', ...off, unsubscribe: true }, seal);
  assert.equal(nowhere.unsubscribe(attempt), undefined);
  assert.equal(nowhere.track('<a href="https://example.com/">x</a>', attempt), '<a href="https://example.com/">x</a>');
});

test('links of a elements lead over us, in whatever way they are quoted', () => {
  const cases: readonly [html: string, tracked: string][] = [
    ['<a href="https://e.example/x">', `<a href=${CLICK('https://e.example/x')}>`],
    ["<A class='b' HREF = 'http://e.example/' id=i>", `<A class='b' HREF = ${CLICK('http://e.example/')} id=i>`],
    ['<a href=https://e.example/a/b>', `<a href=${CLICK('https://e.example/a/b')}>`],
    ['<a href="https://e.example/?a=1&amp;b=2&#38;c=3">', `<a href=${CLICK('https://e.example/?a=1&b=2&c=3')}>`],
    ['<a href="https://e.example/?a=1&b=2">', `<a href=${CLICK('https://e.example/?a=1&b=2')}>`],
    ['<a\nhref=" https://e.example/ "\n>', `<a\nhref=${CLICK('https://e.example/')}\n>`],
    ['<a/href="https://e.example/">', `<a/href=${CLICK('https://e.example/')}>`],
    ['<a title="a > b" href="https://e.example/">', `<a title="a > b" href=${CLICK('https://e.example/')}>`],
    ['<a href="https://bücher.example/ä">', `<a href=${CLICK('https://xn--bcher-kva.example/%C3%A4')}>`],
  ];
  for (const [html, tracked] of cases) assert.equal(clicks.track(html, attempt), tracked);
});

test('everything that is no link of the web stays as it is', () => {
  const kept = [
    '<a href="mailto:somebody@example.com">',
    '<a href="tel:+4930123456">',
    '<a href="#top">',
    '<a href="/relative">',
    '<a href="//e.example/without-scheme">',
    '<a href="javascript:alert(1)">',
    '<a href="JaVaScRiPt:alert(1)">',
    '<a href="data:text/html,x">',
    '<a href="ftp://e.example/">',
    '<a href="">',
    '<a href>',
    '<a name="x">',
    '<a ses:no-track href="https://e.example/">',
    `<a href="${BASE}/hooks/v1/unsubscribe/token">`,
    `<a href="https://e.example/${'x'.repeat(2_000)}">`,
    '<a href="https://e.example/?a&notanentity;=1">',
    '<abbr href="https://e.example/">',
    '<link href="https://e.example/style.css">',
    '<img src="https://e.example/a.png">',
    '<area href="https://e.example/">',
    '</a href="https://e.example/">',
    '<!-- <a href="https://e.example/"> -->',
    '<!--[if mso]><a href="https://e.example/"><![endif]-->',
    '<script>document.write(\'<a href="https://e.example/">\')</script>',
    '<style>/*<a href="https://e.example/">*/</style>',
    '<title><a href="https://e.example/"></title>',
    '<p title=\'<a href="https://e.example/">\'>',
    '<a href="https://e.example/',
    '<a href="https://e.example/"',
    '< a href="https://e.example/">',
    'https://e.example/ <',
    '<',
    '',
  ];
  for (const html of kept) assert.equal(clicks.track(html, attempt), html);
});

test('scanning goes on behind comments, scripts and tags that are not well-formed', () => {
  const link = '<a href="https://e.example/">';
  for (const before of [
    '<!-->',
    '<!--->',
    '<!-- x --!>',
    '<!-- a -- b -->',
    '<!DOCTYPE html>',
    '<?php ?>',
    '</ x>',
    '<script></scripty></script >',
    '<STYLE></style>',
    '<p =a=b "x">',
    '<p a="1"b="2">',
    '1 < 2 <3',
    '<br/>',
  ]) {
    assert.deepEqual(targetsIn(clicks.track(before + link, attempt)), ['https://e.example/'], before);
  }
});

test('only the first href counts, as in a browser', () => {
  const html = '<a href="mailto:a@b.example" href="https://e.example/">';
  assert.equal(clicks.track(html, attempt), html);
});

test('the pixel stands before the end of the body, or at the end', () => {
  const url = `${BASE}/hooks/v1/open/${seal.write({ kind: 'open', requestId: attempt.requestId })}.gif`;
  const pixel = `<img src="${url}" width="1" height="1" alt="" style="border:0">`;
  assert.equal(opens.track('<html><body>x</BODY></html>', attempt), `<html><body>x${pixel}</BODY></html>`);
  assert.equal(opens.track('<p>x</p>', attempt), `<p>x</p>${pixel}`);
  const tricky = '<body><!-- </body> --><p title="</body>">x</p></body><!-- </body> -->';
  assert.equal(
    opens.track(tricky, attempt),
    `<body><!-- </body> --><p title="</body>">x</p>${pixel}</body><!-- </body> -->`,
  );
});

test('whatever the text is, only the values of links change, and they lead where they led', () => {
  const parts = fc.constantFrom(
    ...[
      '<a href="',
      "<a href='",
      '<a href=',
      'https://e.example/p?x=1&amp;y=',
      '"',
      "'",
      '>',
      '<',
      '</a>',
      '<!--',
      '-->',
    ],
    ...['<script>', '</script>', '</body>', ' ', '=', '/', '&quot;', '\0', 'é', '<b ', 'href'],
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 60 }), (texts) => {
      const html = texts.join('');
      const tracked = clicks.track(html, attempt);
      for (const target of targetsIn(tracked)) {
        assert.match(target, /^https?:\/\//);
        assert.ok(!/[\s"<>]/.test(target));
      }
      const pieces = tracked.split(/"https:\/\/campanile\.example\.com\/hooks\/v1\/click\/[^"]*"/);
      let at = 0;
      for (const piece of pieces) {
        at = html.indexOf(piece, at);
        assert.notEqual(at, -1);
        at += piece.length;
      }
    }),
    { numRuns: 2_000 },
  );
});

test('hostile texts cost no more than their length', () => {
  const count = 200_000;
  const hostile = [
    '<',
    '<!--',
    '<a ',
    '<a href="',
    '</',
    '<script>',
    '<script></script',
    '<a a=',
    '--!',
    '<!',
    '&#',
    '<a"',
  ];
  for (const piece of hostile) {
    const html = piece.repeat(count);
    const startedAt = process.cpuUsage();
    clicks.track(html, attempt);
    const { user, system } = process.cpuUsage(startedAt);
    // Quadratic work on some 10^6 characters would take minutes.
    assert.ok((user + system) / 1_000 < 3_000, `${piece} took ${(user + system) / 1_000} ms`);
  }
});
