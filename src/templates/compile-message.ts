/** The message of a channel, as a template has it, taken apart once; and filled in for one person. */
import type { RenderedEmail, RenderedMessage } from '../channels/rendering.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { EmailContent, TemplateContent } from '../domain/templates/content.ts';
import { compileData, compileHtml, compilePlain } from './compile-kinds.ts';
import type { CompiledText } from './compile-text.ts';
import { type Filling, fillText } from './fill.ts';
import { isTemplateHeader } from './mail-headers.ts';
import { oneLine } from './write-value.ts';

/** Fills the message in; what is missing is then in the filling. */
export type FillMessage = (filling: Filling) => RenderedMessage;

/** How to fill the content in for a channel; undefined when it is none of this channel or has nothing to send. */
export function compileMessage(
  channelSubtype: ChannelSubtype,
  { email, sms, whatsApp }: TemplateContent,
): FillMessage | undefined {
  const text = sms?.body?.plainText?.content;
  if (channelSubtype === 'EMAIL' && email !== undefined) return compileEmail(email);
  if (channelSubtype === 'SMS' && text !== undefined) return compileSms(text);
  if (channelSubtype === 'WHATSAPP' && whatsApp?.data !== undefined) return compileWhatsApp(whatsApp.data);
  return undefined;
}

function compileSms(content: string): FillMessage {
  const text = compilePlain(content);
  return (filling) => ({ kind: 'text', text: fillText(text, filling) });
}

function compileWhatsApp(content: string): FillMessage {
  const data = compileData(content);
  return (filling) => ({ kind: 'whatsApp', data: fillText(data, filling) });
}

function compileEmail({ subject = '', body = {}, headers = [] }: EmailContent): FillMessage | undefined {
  const { plainText, html } = body;
  if (plainText?.content === undefined && html?.content === undefined) return undefined;
  const parts = {
    subject: compilePlain(subject),
    text: plainText?.content === undefined ? undefined : compilePlain(plainText.content),
    html: html?.content === undefined ? undefined : compileHtml(html.content),
    headers: headers.flatMap(({ name = '', value = '' }) =>
      isTemplateHeader(name) ? [{ name, value: compilePlain(value) }] : [],
    ),
  };
  return (filling) => fillEmail(parts, filling);
}

interface EmailParts {
  readonly subject: CompiledText;
  readonly text: CompiledText | undefined;
  readonly html: CompiledText | undefined;
  readonly headers: readonly { readonly name: string; readonly value: CompiledText }[];
}

function fillEmail({ subject, text, html, headers }: EmailParts, filling: Filling): RenderedEmail {
  return {
    kind: 'email',
    subject: oneLine(fillText(subject, filling)),
    ...(text !== undefined && { text: fillText(text, filling) }),
    ...(html !== undefined && { html: fillText(html, filling) }),
    headers: headers.map(({ name, value }) => ({ name, value: oneLine(fillText(value, filling)) })),
  };
}
