/** What a message template is made of and becomes: pure steps from one revision to the next, which the store then guards. */
import { hash } from 'node:crypto';
import type { Instant } from '../../lib/clock.ts';
import { canonicalJson } from './canonical-json.ts';
import { CONTENT_MEMBERS, type TemplateChannelSubtype, type TemplateContent } from './content.ts';
import type { MessageTemplate, TemplateBody, TemplateRef, TemplateSummary, TemplateVersion } from './template.ts';

/** Who changes something, by ARN, and when. */
export interface Change {
  readonly by: string;
  readonly at: Instant;
}

/** What CreateMessageTemplate says, without the token that makes it safe to repeat. */
export interface TemplateDefinition extends TemplateBody, TemplateMetadata {
  readonly name: string;
  readonly channelSubtype: TemplateChannelSubtype;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What is the same for the draft and all versions. */
export type TemplateMetadata = Partial<Pick<TemplateSummary, 'name' | 'description' | 'groupingConfiguration'>>;

/** The first revision of a template: a draft, no version. */
export function newTemplate(ref: TemplateRef, definition: TemplateDefinition, { by, at }: Change): MessageTemplate {
  return {
    ...ref,
    ...definition,
    tags: definition.tags ?? {},
    createdAt: at,
    lastModifiedAt: at,
    lastModifiedBy: by,
    revision: 1,
    contentSha256: bodySha256(definition),
    lastVersion: 0,
  };
}

/** The template with another draft; what `body` does not say stays as it was, and so do all versions. */
export function withBody(template: MessageTemplate, body: TemplateBody, change: Change): MessageTemplate {
  const next = { ...revised(template, change), ...body };
  return { ...next, contentSha256: bodySha256(next) };
}

/** The template by another name, description or grouping; what is not said stays as it was. */
export function withMetadata(template: MessageTemplate, metadata: TemplateMetadata, change: Change): MessageTemplate {
  return { ...revised(template, change), ...metadata };
}

/** The template with exactly these tags. */
export function withTags(template: MessageTemplate, tags: MessageTemplate['tags'], change: Change): MessageTemplate {
  return { ...revised(template, change), tags };
}

/** The template with this version active. */
export function withActiveVersion(template: MessageTemplate, version: number, change: Change): MessageTemplate {
  return { ...revised(template, change), activeVersion: version };
}

/** The template with no version active. */
export function withoutActiveVersion(template: MessageTemplate, change: Change): MessageTemplate {
  const { activeVersion: _activeVersion, ...rest } = revised(template, change);
  return rest;
}

/** The template as it is, after something about its versions has changed. */
export function withRevision(template: MessageTemplate): MessageTemplate {
  return { ...template, revision: template.revision + 1 };
}

/** What the next version of a template is; it is the store's to decide whether one is needed. */
export function nextVersion(template: MessageTemplate, { by, at }: Change): TemplateVersion {
  return {
    ...bodyOf(template),
    number: template.lastVersion + 1,
    createdAt: at,
    lastModifiedBy: by,
    contentSha256: template.contentSha256,
  };
}

/** The draft's part of a template, or a version's. */
export function bodyOf({ content, language, defaultAttributes, sourceConfiguration }: TemplateBody): TemplateBody {
  return {
    ...(content !== undefined && { content }),
    ...(language !== undefined && { language }),
    ...(defaultAttributes !== undefined && { defaultAttributes }),
    ...(sourceConfiguration !== undefined && { sourceConfiguration }),
  };
}

/** Whether the content is one of this channel: exactly its member. */
export function isContentOf(channelSubtype: TemplateChannelSubtype, content: TemplateContent): boolean {
  const members = Object.entries(content).filter(([, value]) => value !== undefined);
  return members.length === 1 && members[0]?.[0] === CONTENT_MEMBERS[channelSubtype];
}

/**
 * By which two creations with one token are told apart: SHA-256 of everything that they say, in hexadecimal digits.
 */
export function definitionSha256(definition: TemplateDefinition): string {
  return hash('sha256', canonicalJson(definition), 'hex');
}

/**
 * SHA-256 over content, language, default attributes and source, in hexadecimal digits. AWS names the first three and
 * attachments (qconnect, messageTemplateContentSha256) but not the bytes, so nobody can compute AWS's own.
 */
function bodySha256(body: TemplateBody): string {
  return hash('sha256', canonicalJson(bodyOf(body)), 'hex');
}

function revised(template: MessageTemplate, { by, at }: Change): MessageTemplate {
  return { ...template, revision: template.revision + 1, lastModifiedAt: at, lastModifiedBy: by };
}
