/** RenderMessageTemplate: a template's content filled in, in the form in which it came. */
import type {
  BodyText,
  EmailContent,
  PushContent,
  PushPlatformContent,
  TemplateAttributes,
  TemplateContent,
} from '../domain/templates/content.ts';
import { type Compile, compileData, compileHtml, compilePlain } from './compile-kinds.ts';
import { beginFilling, type Filling, fillText } from './fill.ts';
import { oneLine } from './write-value.ts';

export interface RenderedTemplate {
  readonly content: TemplateContent;
  /** Names of placeholders that stay as they stand, in the order of the content. */
  readonly attributesNotInterpolated: readonly string[];
}

/**
 * Fills `content` in with `attributes`, else with the defaults of the template. A placeholder stays where neither has a
 * value for it that can be written there. Never throws.
 */
export function renderTemplate(
  content: TemplateContent,
  attributes: TemplateAttributes,
  { defaultAttributes }: { readonly defaultAttributes?: TemplateAttributes | undefined } = {},
): RenderedTemplate {
  const filling = beginFilling(attributes, defaultAttributes);
  const { email, sms, whatsApp, push } = content;
  const filled: TemplateContent = {
    ...(email !== undefined && { email: fillEmail(email, filling) }),
    ...(sms !== undefined && { sms: { ...sms, ...fillBody(sms.body, filling) } }),
    ...(whatsApp !== undefined && { whatsApp: fillMembers(whatsApp, { data: compileData }, filling) }),
    ...(push !== undefined && { push: fillPush(push, filling) }),
  };
  return { content: filled, attributesNotInterpolated: [...filling.missing] };
}

function fillEmail({ headers, ...email }: EmailContent, filling: Filling): EmailContent {
  const { subject, ...filled } = fillMembers(email, { subject: compilePlain }, filling);
  return {
    ...(subject !== undefined && { subject: oneLine(subject) }),
    ...filled,
    ...fillBody(email.body, filling),
    ...(headers !== undefined && {
      headers: headers.map((header) => {
        const { value, ...rest } = fillMembers(header, { value: compilePlain }, filling);
        return value === undefined ? rest : { ...rest, value: oneLine(value) };
      }),
    }),
  };
}

function fillBody<Body extends { readonly plainText?: BodyText; readonly html?: BodyText }>(
  body: Body | undefined,
  filling: Filling,
): { readonly body?: Body } {
  if (body === undefined) return {};
  const { plainText, html } = body;
  return {
    body: {
      ...body,
      ...(plainText !== undefined && { plainText: fillMembers(plainText, { content: compilePlain }, filling) }),
      ...(html !== undefined && { html: fillMembers(html, { content: compileHtml }, filling) }),
    },
  };
}

const PUSH_TEXTS = {
  title: compilePlain,
  url: compilePlain,
  mediaUrl: compilePlain,
  imageUrl: compilePlain,
  imageIconUrl: compilePlain,
  smallImageIconUrl: compilePlain,
} as const;

function fillPush(push: PushContent, filling: Filling): PushContent {
  const platforms = Object.entries(push) as [keyof PushContent, PushPlatformContent | undefined][];
  return Object.fromEntries(
    platforms.flatMap(([platform, content]) =>
      content === undefined ? [] : [[platform, fillPlatform(content, filling)] as const],
    ),
  );
}

function fillPlatform({ body, rawContent, ...content }: PushPlatformContent, filling: Filling): PushPlatformContent {
  return {
    ...fillMembers(content, PUSH_TEXTS, filling),
    ...(body !== undefined && { body: fillMembers(body, { content: compilePlain }, filling) }),
    ...(rawContent !== undefined && { rawContent: fillMembers(rawContent, { content: compileData }, filling) }),
  };
}

/** The record with those of its members filled in that are texts of a template. */
function fillMembers<Members extends object>(
  record: Members,
  texts: { readonly [Name in keyof Members]?: Compile },
  filling: Filling,
): Members {
  const filled = { ...record };
  for (const name of Object.keys(texts) as (keyof Members)[]) {
    const compile = texts[name];
    const text = record[name];
    // A member with a compiler is a text, so that a filled one is of its type.
    if (compile !== undefined && typeof text === 'string') {
      filled[name] = fillText(compile(text), filling) as Members[typeof name];
    }
  }
  return filled;
}
