/** Reading and changing a template of the caller's: nobody sees one of another account or region. */
import type { Owner } from '../../domain/campaign.ts';
import type { KnowledgeBaseId, MessageTemplate, TemplateRef } from '../../domain/templates/template.ts';
import {
  readKnowledgeBaseId,
  readTemplateReference,
  type TemplateReference,
} from '../../domain/templates/template-arn.ts';
import type { Change } from '../../domain/templates/template-changes.ts';
import type { FoundTemplate } from '../../store/template-store.ts';
import { type ApiError, validationError } from '../protocol/errors.ts';
import type { OperationContext } from '../protocol/operation.ts';
import type { OperationDeps } from './operation-deps.ts';
import { conflict, resourceNotFound, throttled } from './shapes/errors.ts';

/** The labels of every path to a template. */
export interface TemplateLabels {
  /** Id or ARN. */
  readonly knowledgeBaseId: string;
  /** Id or ARN, with or without a qualifier. */
  readonly messageTemplateId: string;
}

/** Writers of one template are few and slow: who loses five times in a row is in a storm, and is asked to come again. */
const WRITE_ATTEMPTS_MAX = 5;

/** The knowledge base that the caller names; a 404 when it can be none of theirs. */
export function ownKnowledgeBase(owner: Owner, reference: string): KnowledgeBaseId {
  const id = readKnowledgeBaseId(owner, reference);
  if (id === undefined) throw resourceNotFound('The knowledge base does not exist');
  return id;
}

/** The template that the caller names, and which version of it; a 404 when it can be none of theirs. */
export function ownReference(owner: Owner, labels: TemplateLabels): TemplateReference {
  const knowledgeBaseId = ownKnowledgeBase(owner, labels.knowledgeBaseId);
  const reference = readTemplateReference(owner, knowledgeBaseId, labels.messageTemplateId);
  if (reference === undefined) throw templateNotFound();
  return reference;
}

/** The same where the whole template is meant: a qualifier is a 400. */
export function unqualifiedReference(owner: Owner, labels: TemplateLabels): TemplateRef {
  const { qualifier, ...ref } = ownReference(owner, labels);
  if (qualifier !== undefined)
    throw validationError('The messageTemplateId of this operation cannot contain a qualifier');
  return ref;
}

/** What the caller names, the draft when it has no qualifier; a 404 unless it is there. */
export async function ownTemplate(
  { templates }: Pick<OperationDeps, 'templates'>,
  owner: Owner,
  labels: TemplateLabels,
): Promise<FoundTemplate> {
  const { qualifier = '$LATEST', ...ref } = ownReference(owner, labels);
  const found = await templates.find(ref, qualifier);
  if (found === undefined) throw templateNotFound();
  return found;
}

/**
 * Lets `next` make the template's next revision (or throw) and stores it; when somebody else has written meanwhile, reads
 * and decides again.
 */
export async function changeTemplate(
  deps: Pick<OperationDeps, 'templates' | 'clock'>,
  context: OperationContext,
  ref: TemplateRef,
  next: (template: MessageTemplate, change: Change) => MessageTemplate,
): Promise<MessageTemplate> {
  for (let attempt = 0; attempt < WRITE_ATTEMPTS_MAX; attempt += 1) {
    const found = await deps.templates.find(ref, '$LATEST');
    if (found === undefined) throw templateNotFound();
    const template = next(found.template, changeBy(deps, context));
    const update = await deps.templates.update(template, found.template.revision);
    if (update.kind === 'nameTaken') throw nameTaken();
    if (update.kind === 'updated') return template;
  }
  throw throttled('Too many changes at the same time');
}

/** Who changes something now. */
export function changeBy({ clock }: Pick<OperationDeps, 'clock'>, { principalArn }: OperationContext): Change {
  return { by: principalArn, at: clock.now() };
}

/** 404: also for a template of somebody else, so that ids cannot be probed. */
export function templateNotFound(): ApiError {
  return resourceNotFound('The message template does not exist');
}

/** 404: the template is there, the version is not. */
export function versionNotFound(): ApiError {
  return resourceNotFound('The version of the message template does not exist');
}

/** 409: names are unique within a knowledge base. */
export function nameTaken(): ApiError {
  return conflict('A message template with this name already exists in the knowledge base');
}
