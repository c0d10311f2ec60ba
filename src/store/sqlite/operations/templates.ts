/** Message templates: writing and reading them. */
import { compareForSearch, matchesSearch } from '../../../domain/templates/search.ts';
import {
  type MessageTemplate,
  TEMPLATES_MAX,
  type TemplateQualifier,
  type TemplateRef,
  type TemplateSummary,
  type TemplateVersion,
} from '../../../domain/templates/template.ts';
import { assert } from '../../../lib/assert.ts';
import type {
  Creation,
  FoundTemplate,
  TemplateCreation,
  TemplateListQuery,
  TemplateSearchQuery,
  TemplateUpdate,
} from '../../template-store.ts';
import type { Connection } from '../connection.ts';
import {
  countTemplates,
  deleteTemplateRow,
  insertTemplate,
  type NumberedTemplate,
  selectHasNamesakeTemplate,
  selectTemplate,
  selectTemplateOfToken,
  selectTemplateSummaries,
  updateTemplateRow,
} from '../statements/template-statements.ts';
import {
  deleteTemplateVersions,
  selectTemplateVersion,
  selectTemplateVersions,
} from '../statements/template-version-statements.ts';
import type { Transaction } from '../transaction.ts';
import type { Reader } from './reads.ts';

export function createTemplate(
  { connection }: Transaction,
  { template, creation }: { template: MessageTemplate; creation?: Creation },
): TemplateCreation {
  assert(template.revision === 1, 'a template begins with its first revision');
  const earlier = creation && selectTemplateOfToken(connection, template, creation.clientToken);
  if (earlier !== undefined) {
    const isSame = earlier.definitionSha256 === creation?.definitionSha256;
    return isSame ? { kind: 'replayed', template: earlier.template } : { kind: 'tokenUsed' };
  }
  if (selectHasNamesakeTemplate(connection, template)) return { kind: 'nameTaken' };
  if (countTemplates(connection, template) >= TEMPLATES_MAX) return { kind: 'full' };
  insertTemplate(connection, template, creation);
  return { kind: 'created' };
}

export function updateTemplate(
  { connection }: Transaction,
  { template, expectedRevision }: { template: MessageTemplate; expectedRevision: number },
): TemplateUpdate {
  assert(template.revision === expectedRevision + 1, 'a template skips a revision');
  const stored = selectTemplate(connection, template);
  if (stored?.template.revision !== expectedRevision) return { kind: 'stale' };
  if (selectHasNamesakeTemplate(connection, template)) return { kind: 'nameTaken' };
  const changed = updateTemplateRow(connection, template, expectedRevision);
  assert(changed === 1, 'a template of a known revision was not updated');
  return { kind: 'updated' };
}

export function deleteTemplate({ connection }: Transaction, ref: TemplateRef): boolean {
  const stored = selectTemplate(connection, ref);
  if (stored === undefined) return false;
  deleteTemplateVersions(connection, stored.number);
  deleteTemplateRow(connection, stored.number);
  return true;
}

export function template(
  { connection }: Reader,
  { ref, qualifier }: { ref: TemplateRef; qualifier: TemplateQualifier },
): FoundTemplate | undefined {
  const stored = selectTemplate(connection, ref);
  if (stored === undefined) return undefined;
  if (qualifier === '$LATEST') return { template: stored.template };
  const version = qualifiedVersion(connection, stored, qualifier);
  return version && { template: stored.template, version };
}

function qualifiedVersion(
  connection: Connection,
  { number, template: { activeVersion } }: NumberedTemplate,
  qualifier: Exclude<TemplateQualifier, '$LATEST'>,
): TemplateVersion | undefined {
  const version = typeof qualifier === 'number' ? qualifier : activeVersion;
  if (version !== undefined) return selectTemplateVersion(connection, number, version);
  return qualifier === 'sendable' ? newestVersion(connection, number) : undefined;
}

/** The newest version of the template with this number that is still there. */
export function newestVersion(connection: Connection, template: number): TemplateVersion | undefined {
  return selectTemplateVersions(connection, template, Number.MAX_SAFE_INTEGER, 1)[0];
}

export function templates(
  { connection }: Reader,
  { owner, knowledgeBaseId, after = '', limit }: TemplateListQuery,
): TemplateSummary[] {
  return selectTemplateSummaries(connection, owner, knowledgeBaseId, after, limit);
}

export function searchTemplates(
  { connection }: Reader,
  { owner, knowledgeBaseId, search, skip, limit }: TemplateSearchQuery,
): TemplateSummary[] {
  return selectTemplateSummaries(connection, owner, knowledgeBaseId, '', TEMPLATES_MAX)
    .filter((summary) => matchesSearch(summary, search))
    .sort((one, other) => compareForSearch(one, other, search))
    .slice(skip, skip + limit);
}
