/** Versions of message templates: making, activating and deleting them. Each is a revision of its template. */
import {
  type MessageTemplate,
  type TemplateRef,
  VERSIONS_MAX,
  type VersionSummary,
} from '../../../domain/templates/template.ts';
import {
  type Change,
  nextVersion,
  withActiveVersion,
  withoutActiveVersion,
  withRevision,
} from '../../../domain/templates/template-changes.ts';
import { assert } from '../../../lib/assert.ts';
import type {
  VersionCreation,
  VersionDeletion,
  VersionOrder,
  VersionQuery,
  VersionSwitch,
} from '../../template-store.ts';
import type { Connection } from '../connection.ts';
import { type NumberedTemplate, selectTemplate, updateTemplateRow } from '../statements/template-statements.ts';
import {
  countTemplateVersions,
  deleteTemplateVersionRow,
  insertTemplateVersion,
  selectTemplateVersion,
  selectTemplateVersions,
} from '../statements/template-version-statements.ts';
import type { Transaction } from '../transaction.ts';
import type { Reader } from './reads.ts';
import { newestVersion } from './templates.ts';

interface VersionChange {
  readonly ref: TemplateRef;
  readonly version: number;
  readonly change: Change;
}

export function createTemplateVersion(
  { connection }: Transaction,
  { ref, order }: { ref: TemplateRef; order: VersionOrder },
): VersionCreation {
  const stored = selectTemplate(connection, ref);
  if (stored === undefined) return { kind: 'unknownTemplate' };
  const { template, number } = stored;
  if ((order.expectedContentSha256 ?? template.contentSha256) !== template.contentSha256) {
    return { kind: 'otherContent' };
  }
  const newest = newestVersion(connection, number);
  if (newest?.contentSha256 === template.contentSha256) return { kind: 'unchanged', template, version: newest };
  if (countTemplateVersions(connection, number) >= VERSIONS_MAX) return { kind: 'full' };
  const version = nextVersion(template, order);
  insertTemplateVersion(connection, number, version);
  const next = { ...withRevision(template), lastVersion: version.number };
  write(connection, stored, next);
  return { kind: 'created', template: next, version };
}

export function activateTemplateVersion(transaction: Transaction, order: VersionChange): VersionSwitch {
  return switchVersion(transaction, order, (template) => withActiveVersion(template, order.version, order.change));
}

export function deactivateTemplateVersion(transaction: Transaction, order: VersionChange): VersionSwitch {
  return switchVersion(transaction, order, (template) =>
    template.activeVersion === order.version ? withoutActiveVersion(template, order.change) : undefined,
  );
}

/** `switched` answers the template as it is to be; undefined when the version is not active. */
function switchVersion(
  { connection }: Transaction,
  { ref, version }: VersionChange,
  switched: (template: MessageTemplate) => MessageTemplate | undefined,
): VersionSwitch {
  const stored = selectTemplate(connection, ref);
  if (stored === undefined) return { kind: 'unknownTemplate' };
  if (selectTemplateVersion(connection, stored.number, version) === undefined) return { kind: 'unknownVersion' };
  const next = switched(stored.template);
  if (next === undefined) return { kind: 'notActive' };
  write(connection, stored, next);
  return { kind: 'switched' };
}

export function deleteTemplateVersion(
  { connection }: Transaction,
  { ref, version }: Omit<VersionChange, 'change'>,
): VersionDeletion {
  const stored = selectTemplate(connection, ref);
  if (stored === undefined) return { kind: 'unknownTemplate' };
  if (stored.template.activeVersion === version) return { kind: 'active' };
  if (deleteTemplateVersionRow(connection, stored.number, version) === 0) return { kind: 'unknownVersion' };
  write(connection, stored, withRevision(stored.template));
  return { kind: 'deleted' };
}

export function templateVersions(
  { connection }: Reader,
  { ref, before = Number.MAX_SAFE_INTEGER, limit }: VersionQuery,
): VersionSummary[] | undefined {
  const stored = selectTemplate(connection, ref);
  return (
    stored &&
    selectTemplateVersions(connection, stored.number, before, limit).map(({ number, createdAt, contentSha256 }) => ({
      number,
      createdAt,
      contentSha256,
    }))
  );
}

function write(connection: Connection, stored: NumberedTemplate, next: NumberedTemplate['template']): void {
  const changed = updateTemplateRow(connection, next, stored.template.revision);
  assert(changed === 1, 'a template that was just read was not updated');
}
