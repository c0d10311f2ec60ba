/**
 * A message template: the draft that `$LATEST` names, the versions that were made of it, and which of them is active.
 * Name, description, grouping and tags are the template's; content, language, defaults and source are the draft's or a
 * version's (qconnect, UpdateMessageTemplate and UpdateMessageTemplateMetadata).
 */
import type { Instant } from '../../lib/clock.ts';
import type { Owner } from '../campaign.ts';
import type { TemplateAttributes, TemplateChannelSubtype, TemplateContent, TemplateSource } from './content.ts';

/** UUIDs in lower case. */
export type TemplateId = string & { readonly __brand: 'TemplateId' };
export type KnowledgeBaseId = string & { readonly __brand: 'KnowledgeBaseId' };

/** Which template is meant. A knowledge base is there as soon as somebody names it. */
export interface TemplateRef extends Owner {
  readonly knowledgeBaseId: KnowledgeBaseId;
  readonly id: TemplateId;
}

/** What the draft and each version have for themselves. */
export interface TemplateBody {
  readonly content?: TemplateContent;
  readonly language?: string;
  readonly defaultAttributes?: TemplateAttributes;
  readonly sourceConfiguration?: TemplateSource;
}

/** What lists and searches show. */
export interface TemplateSummary extends TemplateRef {
  /** Unique in its knowledge base. */
  readonly name: string;
  readonly description?: string;
  readonly groupingConfiguration?: { readonly criteria?: string; readonly values?: readonly string[] };
  /** Never changes. */
  readonly channelSubtype: TemplateChannelSubtype;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: Instant;
  readonly lastModifiedAt: Instant;
  /** The ARN of the caller. */
  readonly lastModifiedBy: string;
  /** Goes up by one with every change; a writer names the revision that it has seen. */
  readonly revision: number;
  /** Of the draft: 64 hexadecimal digits. */
  readonly contentSha256: string;
  /** The highest number that was ever given to a version; 0 before the first. */
  readonly lastVersion: number;
  readonly activeVersion?: number;
  /** Of the draft. */
  readonly language?: string;
  /** Of the draft. */
  readonly sourceConfiguration?: TemplateSource;
}

/** The summary and the draft. */
export interface MessageTemplate extends TemplateSummary, TemplateBody {}

/** Never changes once it is made. */
export interface TemplateVersion extends TemplateBody, VersionSummary {
  readonly lastModifiedBy: string;
}

export interface VersionSummary {
  /** 1 and rising; a number is never used again. */
  readonly number: number;
  readonly createdAt: Instant;
  readonly contentSha256: string;
}

/**
 * What of a template is meant: the draft, the active version, one version, or what a campaign sends when its ARN says
 * nothing (the active version, else the newest one).
 */
export type TemplateQualifier = '$LATEST' | '$ACTIVE_VERSION' | 'sendable' | number;

/** Templates in one knowledge base, so that a search through them all takes a few milliseconds. */
export const TEMPLATES_MAX = 2_000;
/** Versions of one template. */
export const VERSIONS_MAX = 1_000;
