/**
 * The ARNs of message templates and knowledge bases, and what a caller may write where an id is asked for (qconnect model,
 * UuidOrArn and UuidOrArnOrEitherWithQualifier).
 */
import type { Owner } from '../campaign.ts';
import type { KnowledgeBaseId, TemplateId, TemplateQualifier, TemplateRef } from './template.ts';

/** What an ARN or an id with a qualifier says; without a qualifier it is for the reader to decide. */
export interface TemplateReference extends TemplateRef {
  readonly qualifier?: Exclude<TemplateQualifier, 'sendable'>;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const UUID_CHARACTERS = 36;
/** Longer numbers would lose their last digits. */
const VERSION = /^[1-9][0-9]{0,14}$/;
/** arn, partition, service, region, account, resource, qualifier. */
const ARN_PARTS = 6;
const ARN_PARTS_WITH_QUALIFIER = 7;
/** Bounds the work on what is no ARN; a real one has under 200. */
const REFERENCE_CHARACTERS_MAX = 300;

/** Such as arn:aws:wisdom:us-east-1:123456789012:message-template/{knowledge base}/{template}:$LATEST. */
export function templateArn(ref: TemplateRef, qualifier?: TemplateReference['qualifier']): string {
  const { region, account, knowledgeBaseId, id } = ref;
  const arn = `arn:aws:wisdom:${region}:${account}:message-template/${knowledgeBaseId}/${id}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

export function knowledgeBaseArn({ region, account }: Owner, id: KnowledgeBaseId): string {
  return `arn:aws:wisdom:${region}:${account}:knowledge-base/${id}`;
}

/** What the ARN of a template says, whoever owns it; undefined when it is none or its qualifier means nothing. */
export function readTemplateArn(arn: string): TemplateReference | undefined {
  if (arn.length > REFERENCE_CHARACTERS_MAX) return undefined;
  const parts = arn.split(':');
  const [prefix, , service, region = '', account = '', resource = '', qualifierText] = parts;
  if (prefix !== 'arn' || service !== 'wisdom') return undefined;
  if (parts.length !== ARN_PARTS && parts.length !== ARN_PARTS_WITH_QUALIFIER) return undefined;
  const [kind, knowledgeBase = '', template = '', ...rest] = resource.split('/');
  if (kind !== 'message-template' || rest.length > 0) return undefined;
  return referenceOf({ region, account }, knowledgeBase, template, qualifierText);
}

/** The template that a caller means by an id or ARN, with or without a qualifier; undefined when it can be none of theirs. */
export function readTemplateReference(
  owner: Owner,
  knowledgeBaseId: KnowledgeBaseId,
  reference: string,
): TemplateReference | undefined {
  if (reference.length > REFERENCE_CHARACTERS_MAX) return undefined;
  if (reference.startsWith('arn:')) {
    const read = readTemplateArn(reference);
    const isTheirs =
      read?.account === owner.account && read.region === owner.region && read.knowledgeBaseId === knowledgeBaseId;
    return isTheirs ? read : undefined;
  }
  const [template = '', qualifierText, ...rest] = reference.split(':');
  return rest.length > 0 ? undefined : referenceOf(owner, knowledgeBaseId, template, qualifierText);
}

/** The knowledge base that a caller means by an id or ARN; undefined when it can be none of theirs. */
export function readKnowledgeBaseId(owner: Owner, reference: string): KnowledgeBaseId | undefined {
  const prefix = `arn:aws:wisdom:${owner.region}:${owner.account}:knowledge-base/`;
  const id = reference.startsWith(prefix) ? reference.slice(prefix.length) : reference;
  // Any UUID is one: a knowledge base is there as soon as it is named.
  return isUuid(id) ? (id as KnowledgeBaseId) : undefined;
}

function referenceOf(
  { region, account }: Owner,
  knowledgeBase: string,
  template: string,
  qualifierText: string | undefined,
): TemplateReference | undefined {
  if (!isUuid(knowledgeBase) || !isUuid(template)) return undefined;
  const qualifier = qualifierText === undefined ? undefined : readQualifier(qualifierText);
  if (qualifierText !== undefined && qualifier === undefined) return undefined;
  return {
    region,
    account,
    // Shaped like ids: whether there is such a template is the store's to say.
    knowledgeBaseId: knowledgeBase as KnowledgeBaseId,
    id: template as TemplateId,
    ...(qualifier !== undefined && { qualifier }),
  };
}

function readQualifier(text: string): TemplateReference['qualifier'] {
  if (text === '$LATEST' || text === '$ACTIVE_VERSION') return text;
  return VERSION.test(text) ? Number(text) : undefined;
}

function isUuid(text: string): boolean {
  return text.length === UUID_CHARACTERS && UUID.test(text);
}
