/** Puts tracking into the HTML of a mail: the links of its `a` elements lead over us, and a pixel tells that it was opened. */
import { tagsOf } from './html-tags.ts';

export interface Tracking {
  /** Where a link leads instead; undefined leaves it as it is. */
  readonly trackedUrl?: (url: string) => string | undefined;
  readonly pixelUrl?: string;
}

/** Takes a link out of tracking, as with Amazon SES. */
const NO_TRACK = 'ses:no-track';

/** The HTML with its links replaced and the pixel before the end of its body, everything else untouched. */
export function trackHtml(html: string, { trackedUrl, pixelUrl }: Tracking): string {
  const pieces: string[] = [];
  let copied = 0;
  let pixelAt: { readonly piece: number } | undefined;
  const copyUntil = (at: number): void => {
    pieces.push(html.slice(copied, at));
    copied = at;
  };

  for (const tag of tagsOf(html)) {
    if (tag.isEnd && tag.name === 'body') {
      copyUntil(tag.start);
      pixelAt = { piece: pieces.length };
    }
    if (tag.isEnd || tag.name !== 'a' || trackedUrl === undefined) continue;
    const href = tag.attributes.find(({ name }) => name === 'href');
    if (href === undefined || tag.attributes.some(({ name }) => name === NO_TRACK)) continue;
    const url = attributeText(href.value);
    const tracked = url === undefined ? undefined : trackedUrl(url);
    if (tracked === undefined) continue;
    copyUntil(href.start);
    pieces.push(quoted(tracked));
    copied = href.end;
  }
  copyUntil(html.length);
  if (pixelUrl !== undefined) pieces.splice(pixelAt?.piece ?? pieces.length, 0, pixel(pixelUrl));
  return pieces.join('');
}

const pixel = (url: string): string => `<img src=${quoted(url)} width="1" height="1" alt="" style="border:0">`;

const quoted = (text: string): string => `"${text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;

const NAMED: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>' };
const REFERENCE = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{0,31}));/g;

/**
 * What an attribute says. Character references with a name that is not in NAMED are rare in links and there are 2,000 of
 * them: then undefined, and the link is left alone.
 */
function attributeText(value: string): string | undefined {
  if (!value.includes('&')) return value;
  let isReadable = true;
  const text = value.replaceAll(REFERENCE, (reference, decimal?: string, hex?: string, name?: string) => {
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    const character = name === undefined ? characterOf(code) : NAMED[name];
    isReadable &&= character !== undefined;
    return character ?? reference;
  });
  return isReadable ? text : undefined;
}

/** Printable ASCII: the only characters that have a reason to be written so in a link. */
const characterOf = (code: number): string | undefined =>
  code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : undefined;
