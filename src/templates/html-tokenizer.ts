/**
 * A small part of the HTML tokenizer (https://html.spec.whatwg.org/multipage/parsing.html, section 13.2.5): enough to know at
 * each character whether it is text, a tag's or an attribute's name, or a value. What it keeps of what it has read is short,
 * so the work for each character is the same wherever it stands.
 */
import { unreachable } from '../lib/assert.ts';

/** Where the next character stands. */
export type HtmlPlace =
  /** Between tags, or in a declaration. */
  | { readonly in: 'text' }
  | { readonly in: 'comment' }
  /** The text of a script or a style. */
  | { readonly in: 'rawText' }
  | { readonly in: 'tagName' }
  | { readonly in: 'attributeName' }
  | AttributeValue;

export interface AttributeValue {
  readonly in: 'value';
  /** In lower case. */
  readonly attribute: string;
  readonly isQuoted: boolean;
  /** The beginning of what the value says so far. */
  readonly written: string;
}

export interface HtmlTokenizer {
  read(character: string): void;
  /** Where a character stands that is neither a blank, a quote nor a bracket. */
  place(): HtmlPlace;
}

type State =
  | 'text'
  | 'tagOpen'
  | 'tagName'
  | 'inTag'
  | 'attributeName'
  | 'afterAttributeName'
  | 'beforeValue'
  | 'value'
  | 'comment'
  | 'declaration'
  | 'rawText';

/** Elements whose text is no HTML. */
const RAW_ELEMENTS: ReadonlySet<string> = new Set(['script', 'style']);
const SPACE = /\s/;
const LETTER = /[A-Za-z]/;
const COMMENT_OPEN = '!--';
/** Between `<!--[if mso]>` and `<![endif]-->` stands HTML that some mail clients show. */
const CONDITION_OPEN = '!--[';
const COMMENT_CLOSE = '-->';
/** Enough of what was read last to see how a comment begins or ends. */
const RECENT_CHARACTERS = 4;
/** Enough to tell every name that matters, and the scheme of a link; what is longer is none of them. */
const KEPT_CHARACTERS = 32;

/** At the beginning of a document. */
export function createHtmlTokenizer(): HtmlTokenizer {
  let state: State = 'text';
  let element = '';
  let isClosingTag = false;
  let attribute = '';
  /** Around the value; empty when there is none. */
  let quote = '';
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
        if (character === '/' || SPACE.test(character)) state = 'inTag';
        else if (character === '>') leaveTag();
        else element = kept(element, character.toLowerCase());
        return;
      case 'inTag':
        if (character === '>') leaveTag();
        else if (character !== '/' && !SPACE.test(character)) beginAttribute(character);
        return;
      case 'attributeName':
      case 'afterAttributeName':
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
        if (character === '>') state = 'text';
        else if (recent === COMMENT_OPEN) state = 'comment';
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
    if (LETTER.test(character)) {
      state = 'tagName';
      element = character.toLowerCase();
    } else if (character === '/' && !isClosingTag) isClosingTag = true;
    else if (isClosingTag) state = character === '>' ? 'text' : 'declaration';
    else if (character === '!' || character === '?') state = 'declaration';
    else if (character !== '<') state = 'text';
  }

  function leaveTag(): void {
    state = !isClosingTag && RAW_ELEMENTS.has(element) ? 'rawText' : 'text';
    value = '';
  }

  function beginAttribute(character: string): void {
    state = 'attributeName';
    attribute = character.toLowerCase();
  }

  /** Blanks may stand between a name and its `=`; without one they have ended it. */
  function readAttributeName(character: string): void {
    if (character === '=') state = 'beforeValue';
    else if (character === '>') leaveTag();
    else if (character === '/') state = 'inTag';
    else if (SPACE.test(character)) state = 'afterAttributeName';
    else if (state === 'afterAttributeName') beginAttribute(character);
    else attribute = kept(attribute, character.toLowerCase());
  }

  function readBeforeValue(character: string): void {
    if (SPACE.test(character)) return;
    if (character === '>') leaveTag();
    else if (character === '"' || character === "'") beginValue(character, '');
    else beginValue('', character);
  }

  function beginValue(itsQuote: string, itsBeginning: string): void {
    state = 'value';
    quote = itsQuote;
    value = itsBeginning;
  }

  function readValue(character: string): void {
    if (quote === '' ? SPACE.test(character) : character === quote) state = 'inTag';
    else if (quote === '' && character === '>') leaveTag();
    else value = kept(value, character);
  }

  function readRawText(character: string): void {
    const closing = `</${element}`;
    value = (value + character.toLowerCase()).slice(-closing.length);
    if (value !== closing) return;
    state = 'tagName';
    isClosingTag = true;
  }

  function place(): HtmlPlace {
    switch (state) {
      case 'text':
      case 'declaration':
        return { in: 'text' };
      case 'comment':
      case 'rawText':
        return { in: state };
      case 'tagOpen':
      case 'tagName':
        return { in: 'tagName' };
      case 'beforeValue':
        return { in: 'value', attribute, isQuoted: false, written: '' };
      case 'value':
        return { in: 'value', attribute, isQuoted: quote !== '', written: value };
      default:
        return { in: 'attributeName' };
    }
  }

  return { read, place };
}

function kept(text: string, character: string): string {
  return text.length < KEPT_CHARACTERS ? text + character : text;
}
