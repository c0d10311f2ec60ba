/** How a value is written at each place of an HTML document where a placeholder can stand. */
import type { WriteValue } from './compile-text.ts';
import { type AttributeValue, createHtmlTokenizer, type HtmlPlace } from './html-tokenizer.ts';
import {
  asAddressPart,
  asCode,
  asComment,
  asHtml,
  asNothing,
  asUnquotedHtml,
  asUrl,
  asUrlPart,
} from './write-value.ts';

/** Attributes whose value is a link (https://html.spec.whatwg.org/multipage/indices.html#attributes-3). */
const URL_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['action', 'background', 'cite', 'codebase', 'data', 'formaction', 'href', 'longdesc', 'manifest', 'ping'],
  ...['poster', 'src', 'srcset', 'usemap', 'xlink:href'],
]);
/** Attributes whose value is a language of its own: CSS, or a whole document in HTML. */
const CODE_ATTRIBUTES: ReadonlySet<string> = new Set(['style', 'srcdoc']);
/** Stands for a placeholder while the text around it is read: a sign that means nothing to HTML, wherever it is. */
const PLACEHOLDER = '{';

/** Reads a template from its beginning; to be given to compileText. */
export function createHtmlReader(): (literal: string) => WriteValue {
  const tokenizer = createHtmlTokenizer();
  return (literal) => {
    for (const character of literal) tokenizer.read(character);
    const write = writerAt(tokenizer.place());
    tokenizer.read(PLACEHOLDER);
    return write;
  };
}

function writerAt(place: HtmlPlace): WriteValue {
  switch (place.in) {
    case 'text':
      return asHtml;
    case 'comment':
      return asComment;
    case 'rawText':
      return asCode;
    case 'tagName':
      return asNothing;
    case 'attributeName':
      return asUnquotedHtml;
    case 'value':
      return valueWriter(place);
  }
}

function valueWriter({ attribute, isQuoted, written }: AttributeValue): WriteValue {
  if (CODE_ATTRIBUTES.has(attribute) || attribute.startsWith('on')) return asCode;
  if (URL_ATTRIBUTES.has(attribute)) return urlWriter(written.trimStart().toLowerCase());
  return isQuoted ? asHtml : asUnquotedHtml;
}

/** `written`: what the template says of the link before the placeholder. */
function urlWriter(written: string): WriteValue {
  if (written === '') return asUrl;
  if (written.startsWith('javascript:')) return asCode;
  return written.startsWith('mailto:') || written.startsWith('tel:') ? asAddressPart : asUrlPart;
}
