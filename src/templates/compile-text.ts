/**
 * A text with `{{placeholders}}`, taken apart once: one pass from left to right, so that the work is linear in the text
 * whatever it says. What is opened and never closed is text.
 */
import { type Placeholder, readPlaceholder } from './placeholder.ts';

/** Writes a value so that it means itself where the placeholder stands; undefined when it cannot. */
export type WriteValue = (value: string) => string | undefined;

export interface Field {
  readonly placeholder: Placeholder;
  /** As it stands in the text, braces and all. */
  readonly source: string;
  readonly write: WriteValue;
}

/** literals[0], fields[0], literals[1] and so on; there is one literal more than there are fields. */
export interface CompiledText {
  readonly literals: readonly string[];
  readonly fields: readonly Field[];
  /** Of all literals together, in UTF-16 units. */
  readonly literalLength: number;
}

/** What is asked of a text while it is taken apart. */
export type Characters = Pick<string, 'length' | 'charCodeAt' | 'slice'>;

const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
/** Of `{{` and of `}}`. */
const BRACES = 2;

/**
 * Takes a text apart. `writerAfter` is asked for each placeholder in turn, with the text since the one before, how its value
 * is to be written; where that depends on nothing, give one writer.
 */
export function compileText(text: Characters, writerAfter: (literal: string) => WriteValue): CompiledText {
  const literals: string[] = [];
  const fields: Field[] = [];
  let literalStart = 0;
  let opening: number | undefined;
  let before = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    // The innermost opening counts, so that `{{{name}}}` is a placeholder in braces.
    if (character === OPENING_BRACE && before === OPENING_BRACE) opening = at - 1;
    before = character === before && character === CLOSING_BRACE ? 0 : character;
    if (before !== 0 || opening === undefined) continue;
    const placeholder = readPlaceholder(text.slice(opening + BRACES, at + 1 - BRACES));
    if (placeholder !== undefined) {
      const literal = text.slice(literalStart, opening);
      literals.push(literal);
      fields.push({ placeholder, source: text.slice(opening, at + 1), write: writerAfter(literal) });
      literalStart = at + 1;
    }
    opening = undefined;
  }
  literals.push(text.slice(literalStart));
  return { literals, fields, literalLength: literals.reduce((length, literal) => length + literal.length, 0) };
}
