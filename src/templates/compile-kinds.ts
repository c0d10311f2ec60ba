/** The kinds of text that a template is made of, and how each is taken apart. */
import { type CompiledText, compileText } from './compile-text.ts';
import { createHtmlReader } from './html-place.ts';
import { asJsonText, asText } from './write-value.ts';

/** Takes one text apart; never throws, whatever it says. */
export type Compile = (text: string) => CompiledText;

export const compilePlain: Compile = (text) => compileText(text, () => asText);

export const compileHtml: Compile = (text) => compileText(text, createHtmlReader());

/** WhatsApp's is JSON as a rule, and values stand in its strings; one that is not JSON is text. */
export const compileData: Compile = (text) => {
  const beginning = text.trimStart().charAt(0);
  return compileText(text, () => (beginning === '{' || beginning === '[' ? asJsonText : asText));
};
