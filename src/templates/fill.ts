/** Filling texts in: one message's values, what could not be filled in, and how much room is left. */
import type { TemplateAttributes } from '../domain/templates/content.ts';
import type { CompiledText, Field, WriteValue } from './compile-text.ts';
import { resolve } from './resolve.ts';

/**
 * All texts of one message together, in UTF-16 units: above the largest message of any carrier that we know of (SES takes
 * 40 MB, but mail clients cut HTML off after about 100 kB), and little enough for a few thousand under way.
 */
export const RENDERED_CHARACTERS_MAX = 1_000_000;

export interface Filling {
  readonly attributes: TemplateAttributes;
  readonly defaults: TemplateAttributes;
  /** Placeholders that stay as they stand: without a value, or with none that can be written there, or with a too long one. */
  readonly missing: Set<string>;
  /** Characters that may still come. */
  room: number;
  /** Something had to stay out, or the template is too long by itself. */
  isTooLong: boolean;
}

/** The beginning of a message. */
export function beginFilling(attributes: TemplateAttributes, defaults: TemplateAttributes = {}): Filling {
  return { attributes, defaults, missing: new Set(), room: RENDERED_CHARACTERS_MAX, isTooLong: false };
}

/** The text with its values; values are not looked into, whatever braces they have. */
export function fillText({ literals, fields, literalLength }: CompiledText, filling: Filling): string {
  takeRoom(filling, literalLength);
  let filled = literals[0] ?? '';
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at];
    if (field !== undefined) filled += fillField(field, filling) + (literals[at + 1] ?? '');
  }
  return filled;
}

function fillField({ placeholder, source, write }: Field, filling: Filling): string {
  const value = resolve(placeholder, filling.attributes, filling.defaults);
  const written = value === undefined ? undefined : writeWithin(value, write, filling);
  if (written === undefined) filling.missing.add(placeholder.name);
  const filled = written ?? source;
  takeRoom(filling, filled.length);
  return filled;
}

function writeWithin(value: string, write: WriteValue, filling: Filling): string | undefined {
  // What is written is at least as long as the value, but for blanks around a link: a long one is not even written.
  const written = value.length > filling.room ? value : write(value);
  if (written === undefined || written.length <= filling.room) return written;
  filling.isTooLong = true;
  return undefined;
}

function takeRoom(filling: Filling, characters: number): void {
  filling.room -= characters;
  if (filling.room < 0) filling.isTooLong = true;
}
