/**
 * The port through which a channel gets the words of a message: the template of an attempt, filled in. A channel renders
 * before it hands over the first byte, so an attempt that cannot be rendered has reached nobody.
 */
import type { Disposition } from '../domain/disposition.ts';
import type { MessageAttempt } from './channel.ts';

export interface RenderedEmail {
  readonly kind: 'email';
  /** One line: no CR, no LF. */
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  /** Of the template, in its order; never one that the channel itself sets. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** An SMS. */
export interface RenderedText {
  readonly kind: 'text';
  readonly text: string;
}

/** A WhatsApp message: the JSON of the template, filled in. */
export interface RenderedWhatsApp {
  readonly kind: 'whatsApp';
  readonly data: string;
}

export type RenderedMessage = RenderedEmail | RenderedText | RenderedWhatsApp;

export type Rendering =
  | { readonly kind: 'rendered'; readonly message: RenderedMessage }
  /** No such template, none of its versions is active, or it is one of another channel. */
  | { readonly kind: 'unknownTemplate' }
  /** Placeholders without a value that can be written where they stand; none when the message would be too long by itself. */
  | { readonly kind: 'unresolved'; readonly names: readonly string[] };

/** Rejects only when the store cannot be read. */
export type RenderMessage = (attempt: MessageAttempt) => Promise<Rendering>;

/** Enough for the names of a few placeholders; a template may have longer ones. */
const DETAIL_CHARACTERS_MAX = 200;

/** How an attempt ends whose template could not be filled in; its detail names the placeholders, as far as they fit. */
export function notRendered({ names }: Extract<Rendering, { kind: 'unresolved' }>): Disposition {
  const detail = names.join(' ').slice(0, DETAIL_CHARACTERS_MAX);
  return { state: 'Failed', reason: 'RENDERING_FAILURE', ...(detail !== '' && { detail }) };
}
