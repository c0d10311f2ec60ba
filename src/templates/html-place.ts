/**
 * Where in an HTML document a placeholder stands, found by reading the template's own text once, character by character,
 * with a small part of the HTML tokenizer (https://html.spec.whatwg.org/multipage/parsing.html, section 13.2.5).
 */
import { unreachable } from '../lib/assert.ts';
import type { WriteValue } from './compile-text.ts';
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

type State =
  | 'text'
  | 'tagOpen'
  | 'tagName'
  | 'inTag'
  | 'attributeName'
  | 'beforeValue'
  | 'value'
  | 'comment'
  | 'declaration'
  | 'rawText';

/** Attributes whose value is a link (https://html.spec.whatwg.org/multipage/indices.html#attributes-3). */
const URL_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['action', 'background', 'cite', 'codebase', 'data', 'formaction', 'href', 'longdesc', 'manifest', 'ping'],
  ...['poster', 'src', 'srcset', 'usemap', 'xlink:href'],
]);
/** Attributes whose value is a language of its own: CSS, or a whole document in HTML. */
const CODE_ATTRIBUTES: ReadonlySet<string> = new Set(['style', 'srcdoc']);
/** Elements whose text is no HTML. */
const RAW_ELEMENTS: ReadonlySet<string> = new Set(['script', 'style']);
const SPACE = /\s/;
const COMMENT_OPEN = '!--';
/** Between `<!--[if mso]>` and `<![endif]-->` stands HTML that some mail clients show. */
const CONDITION_OPEN = '!--[';
const COMMENT_CLOSE = '-->';
/** Enough of what was read last to see how a comment begins or ends. */
const RECENT_CHARACTERS = 4;
/** Enough of a link to see its scheme. */
const VALUE_CHARACTERS_KEPT = 16;
/** Stands for a placeholder while the text around it is read: a sign that means nothing to HTML, wherever it is. */
const PLACEHOLDER = '{';

/** Reads a template from its beginning; to be given to compileText. */
export function createHtmlReader(): (literal: string) => WriteValue {
  let state: State = 'text';
  let element = '';
  let isClosingTag = false;
  let attribute = '';
  /** Around the value; empty when there is none. */
  let quote = '';
  /** What the template itself has said of the value so far; a placeholder counts as one character. */
  let value = '';
  let recent = '';

  function read(character: string): void {
    recent = (recent + character).slice(-RECENT_CHARACTERS);
    switch (state) {
      case 'text':
        if (character === '<') enterTag();
        return;
      case 'tagOpen':
        readTagOpen(character);
        return;
      case 'tagName':
        if (character === '>') leaveTag();
        else if (character === '/' || SPACE.test(character)) state = 'inTag';
        else element += character.toLowerCase();
        return;
      case 'inTag':
        if (character === '>') leaveTag();
        else if (character !== '/' && !SPACE.test(character)) beginAttribute(character);
        return;
      case 'attributeName':
        readAttributeName(character);
        return;
      case 'beforeValue':
        readBeforeValue(character);
        return;
      case 'value':
        readValue(character);
        return;
      case 'comment':
        if (recent === CONDITION_OPEN) state = 'declaration';
        // `<!-->` is over at once.
        else if (recent.endsWith(COMMENT_CLOSE)) state = 'text';
        return;
      case 'declaration':
        readDeclaration(character);
        return;
      case 'rawText':
        readRawText(character);
        return;
      default:
        unreachable(state);
    }
  }

  function enterTag(): void {
    state = 'tagOpen';
    element = '';
    isClosingTag = false;
    recent = '';
  }

  function readTagOpen(character: string): void {
    if (character === '!' || character === '?') state = 'declaration';
    else if (character === '/' && !isClosingTag) isClosingTag = true;
    else if (/[a-z]/i.test(character)) {
      state = 'tagName';
      element = character.toLowerCase();
    } else if (isClosingTag) state = character === '>' ? 'text' : 'declaration';
    else state = character === '<' ? 'tagOpen' : 'text';
  }

  function leaveTag(): void {
    state = !isClosingTag && RAW_ELEMENTS.has(element) ? 'rawText' : 'text';
    value = '';
  }

  function beginAttribute(character: string): void {
    state = 'attributeName';
    attribute = character.toLowerCase();
  }

  function readAttributeName(character: string): void {
    if (character === '=') state = 'beforeValue';
    else if (character === '>') leaveTag();
    else if (character === '/') state = 'inTag';
    else if (SPACE.test(character)) attribute += ' ';
    // Blanks may stand between a name and its `=`; without one they end it.
    else attribute = attribute.endsWith(' ') ? character.toLowerCase() : attribute + character.toLowerCase();
  }

  function readBeforeValue(character: string): void {
    if (SPACE.test(character)) return;
    if (character === '>') leaveTag();
    else if (character === '"' || character === "'") beginValue(character);
    else {
      beginValue('');
      readValue(character);
    }
  }

  function beginValue(itsQuote: string): void {
    state = 'value';
    attribute = attribute.trimEnd();
    quote = itsQuote;
    value = '';
  }

  function readValue(character: string): void {
    if (quote === '' ? SPACE.test(character) : character === quote) state = 'inTag';
    else if (quote === '' && character === '>') leaveTag();
    else if (value.length < VALUE_CHARACTERS_KEPT) value += character;
  }

  function readDeclaration(character: string): void {
    if (character === '>') state = 'text';
    else if (recent === COMMENT_OPEN) state = 'comment';
  }

  function readRawText(character: string): void {
    value = (value + character.toLowerCase()).slice(-(element.length + 2));
    if (value !== `</${element}`) return;
    state = 'tagName';
    isClosingTag = true;
  }

  function writerHere(): WriteValue {
    switch (state) {
      case 'text':
      case 'declaration':
        return asHtml;
      case 'comment':
        return asComment;
      case 'rawText':
        return asCode;
      case 'tagOpen':
      case 'tagName':
        return asNothing;
      case 'value':
        return valueWriter();
      default:
        return asUnquotedHtml;
    }
  }

  function valueWriter(): WriteValue {
    if (CODE_ATTRIBUTES.has(attribute) || attribute.startsWith('on')) return asCode;
    if (URL_ATTRIBUTES.has(attribute)) return urlWriter(value.trimStart().toLowerCase());
    return quote === '' ? asUnquotedHtml : asHtml;
  }

  return (literal) => {
    for (const character of literal) read(character);
    // A value that begins with a placeholder has no quotes.
    if (state === 'beforeValue') beginValue('');
    const write = writerHere();
    read(PLACEHOLDER);
    return write;
  };
}

/** `written`: what the template says of the link before the placeholder. */
function urlWriter(written: string): WriteValue {
  if (written === '') return asUrl;
  if (written.startsWith('javascript:')) return asCode;
  return written.startsWith('mailto:') || written.startsWith('tel:') ? asAddressPart : asUrlPart;
}
