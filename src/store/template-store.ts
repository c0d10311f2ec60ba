/**
 * Message templates. A writer of the template itself names the revision that it has seen, and the later of two loses;
 * versions are made, made active and deleted by operations of their own, each of which counts as a change.
 */
import type { Owner } from '../domain/campaign.ts';
import type { TemplateSearch } from '../domain/templates/search.ts';
import type {
  KnowledgeBaseId,
  MessageTemplate,
  TemplateQualifier,
  TemplateRef,
  TemplateSummary,
  TemplateVersion,
  VersionSummary,
} from '../domain/templates/template.ts';
import type { Change } from '../domain/templates/template-changes.ts';

export interface TemplateStore {
  /** Adds a template in its first revision. The same token and definition again change nothing. */
  create(template: MessageTemplate, creation?: Creation): Promise<TemplateCreation>;
  /** The template and, when the qualifier means one, its version; undefined when there is none of either. */
  find(ref: TemplateRef, qualifier: TemplateQualifier): Promise<FoundTemplate | undefined>;
  /** Replaces the template by its next revision (revision = expectedRevision + 1); its versions are not touched. */
  update(template: MessageTemplate, expectedRevision: number): Promise<TemplateUpdate>;
  /** By name in rising order, after the name `after`. */
  list(query: TemplateListQuery): Promise<TemplateSummary[]>;
  /** A page of what the search finds, in its order, after `skip` of it. */
  search(query: TemplateSearchQuery): Promise<TemplateSummary[]>;
  /** Makes a version of the draft, unless the newest version says the same already. */
  createVersion(ref: TemplateRef, order: VersionOrder): Promise<VersionCreation>;
  /** Newest first, below the number `before`; undefined when there is no such template. */
  versions(query: VersionQuery): Promise<VersionSummary[] | undefined>;
  /** Makes a version the active one, instead of any other; one that is active stays so. */
  activate(ref: TemplateRef, version: number, change: Change): Promise<VersionSwitch>;
  /** Makes the version inactive. */
  deactivate(ref: TemplateRef, version: number, change: Change): Promise<VersionSwitch>;
  /** Deletes the template with all versions; whether there was one. */
  delete(ref: TemplateRef): Promise<boolean>;
  /** Deletes one version, which must not be the active one; its number is not used again. */
  deleteVersion(ref: TemplateRef, version: number): Promise<VersionDeletion>;
  /** Called after a change is durable and before its writer is answered. Answers how to end that. */
  onChange(listener: () => void): () => void;
}

/** What makes a creation safe to repeat, as long as the template is there. */
export interface Creation {
  readonly clientToken: string;
  /** Of what the caller said: definitionSha256. */
  readonly definitionSha256: string;
}

export type TemplateCreation =
  | { readonly kind: 'created' }
  /** As it is now. */
  | { readonly kind: 'replayed'; readonly template: MessageTemplate }
  /** The token has made another template. */
  | { readonly kind: 'tokenUsed' }
  | { readonly kind: 'nameTaken' }
  /** The knowledge base has TEMPLATES_MAX of them. */
  | { readonly kind: 'full' };

export interface FoundTemplate {
  readonly template: MessageTemplate;
  /** Absent when the draft is meant. */
  readonly version?: TemplateVersion;
}

/** stale: somebody else has written since, or it is gone; read again and decide again. */
export type TemplateUpdate = { readonly kind: 'updated' } | { readonly kind: 'stale' } | { readonly kind: 'nameTaken' };

interface KnowledgeBaseQuery {
  readonly owner: Owner;
  readonly knowledgeBaseId: KnowledgeBaseId;
  readonly limit: number;
}

export interface TemplateListQuery extends KnowledgeBaseQuery {
  readonly after?: string;
}

export interface TemplateSearchQuery extends KnowledgeBaseQuery {
  readonly search: TemplateSearch;
  readonly skip: number;
}

export interface VersionQuery {
  readonly ref: TemplateRef;
  readonly before?: number;
  readonly limit: number;
}

export interface VersionOrder extends Change {
  /** What the caller takes the draft to be. */
  readonly expectedContentSha256?: string;
}

export type VersionCreation =
  | { readonly kind: 'created' | 'unchanged'; readonly template: MessageTemplate; readonly version: TemplateVersion }
  /** The draft is another than the caller takes it to be. */
  | { readonly kind: 'otherContent' }
  | { readonly kind: 'unknownTemplate' }
  /** The template has VERSIONS_MAX of them. */
  | { readonly kind: 'full' };

export type VersionSwitch =
  | { readonly kind: 'switched' }
  | { readonly kind: 'unknownTemplate' }
  | { readonly kind: 'unknownVersion' }
  /** Of a deactivation: the version is not the active one. */
  | { readonly kind: 'notActive' };

export type VersionDeletion =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'unknownTemplate' }
  | { readonly kind: 'unknownVersion' }
  | { readonly kind: 'active' };
