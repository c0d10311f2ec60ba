/**
 * The tags of an HTML text where they stand, as a browser's tokenizer sees them (HTML standard, section 13.2.5): not in
 * comments, scripts or attribute values. Every character is passed once, whatever the text is.
 */

export interface Tag {
  /** In lower case. */
  readonly name: string;
  readonly isEnd: boolean;
  /** Where its '<' stands. */
  readonly start: number;
  readonly attributes: readonly Attribute[];
}

export interface Attribute {
  /** In lower case. */
  readonly name: string;
  /** As written, without quotes; empty when there is none. */
  readonly value: string;
  /** Where the value stands, with its quotes. */
  readonly start: number;
  readonly end: number;
}

/** Elements whose content is text until their end tag (section 13.2.5.2 to 13.2.5.5). */
const TEXT_ELEMENTS = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes']);

/** The tags in their order. What has no end, such as a comment that is not closed, hides the rest. */
export function* tagsOf(html: string): Generator<Tag> {
  let at = html.indexOf('<');
  while (at !== -1) {
    let next = at + 1;
    if (isLetter(html, at + 1) || (html[at + 1] === '/' && isLetter(html, at + 2))) {
      const read = readTag(html, at);
      if (read === undefined) return;
      yield read.tag;
      next = read.end;
      if (!read.tag.isEnd && TEXT_ELEMENTS.has(read.tag.name)) next = endOfText(html, next, read.tag.name);
    } else if (html.startsWith('<!--', at)) {
      next = endOfComment(html, at);
    } else if (html[at + 1] === '!' || html[at + 1] === '?' || html[at + 1] === '/') {
      next = after(html.indexOf('>', at), 1, html);
    }
    at = html.indexOf('<', next);
  }
}

function readTag(html: string, start: number): { readonly tag: Tag; readonly end: number } | undefined {
  const isEnd = html[start + 1] === '/';
  const nameStart = start + (isEnd ? 2 : 1);
  let at = skipUntil(html, nameStart, endsName);
  const name = html.slice(nameStart, at).toLowerCase();
  const attributes: Attribute[] = [];
  for (;;) {
    at = skipUntil(html, at, (character) => !isSpace(character) && character !== '/');
    if (at >= html.length) return undefined;
    if (html[at] === '>') return { tag: { name, isEnd, start, attributes }, end: at + 1 };
    const attribute = readAttribute(html, at);
    if (attribute === undefined) return undefined;
    attributes.push(attribute);
    at = Math.max(attribute.end, at + 1);
  }
}

function readAttribute(html: string, at: number): Attribute | undefined {
  // A '=' at the beginning belongs to the name (section 13.2.5.32).
  const nameEnd = skipUntil(html, at + 1, (character) => endsName(character) || character === '=');
  const name = html.slice(at, nameEnd).toLowerCase();
  const equals = skipUntil(html, nameEnd, (character) => !isSpace(character));
  if (html[equals] !== '=') return { name, value: '', start: nameEnd, end: nameEnd };
  const start = skipUntil(html, equals + 1, (character) => !isSpace(character));
  const quote = html[start];
  if (quote === '"' || quote === "'") {
    const close = html.indexOf(quote, start + 1);
    return close === -1 ? undefined : { name, value: html.slice(start + 1, close), start, end: close + 1 };
  }
  const end = skipUntil(html, start, (character) => isSpace(character) || character === '>');
  return { name, value: html.slice(start, end), start, end };
}

/** Behind `-->` or `--!>`; `<!-->` is a whole comment (section 13.2.5.43). */
function endOfComment(html: string, start: number): number {
  for (let at = html.indexOf('--', start + 2); at !== -1; at = html.indexOf('--', at + 1)) {
    if (html[at + 2] === '>') return at + 3;
    if (html[at + 2] === '!' && html[at + 3] === '>') return at + 4;
  }
  return html.length;
}

/** Where the end tag of a text element begins. */
function endOfText(html: string, from: number, name: string): number {
  for (let at = html.indexOf('</', from); at !== -1; at = html.indexOf('</', at + 2)) {
    const nameEnd = at + 2 + name.length;
    if (html.slice(at + 2, nameEnd).toLowerCase() === name && endsName(html[nameEnd] ?? '')) return at;
  }
  return html.length;
}

function skipUntil(html: string, from: number, isStop: (character: string) => boolean): number {
  let at = from;
  while (at < html.length && !isStop(html[at] ?? '')) at += 1;
  return at;
}

const after = (found: number, length: number, html: string): number => (found === -1 ? html.length : found + length);
const isSpace = (character: string): boolean => ' \n\t\f\r'.includes(character);
const endsName = (character: string): boolean => isSpace(character) || character === '/' || character === '>';

function isLetter(html: string, at: number): boolean {
  const code = html.charCodeAt(at) | 0x20;
  return code >= 0x61 && code <= 0x7a;
}
