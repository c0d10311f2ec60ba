/** SQL on message_template_version. */
import type { TemplateVersion } from '../../../domain/templates/template.ts';
import type { Connection } from '../connection.ts';

const INSERT_VERSION = 'INSERT INTO message_template_version (template, version, body) VALUES (?, ?, ?)';

export function insertTemplateVersion(connection: Connection, template: number, version: TemplateVersion): void {
  connection.run(INSERT_VERSION, template, version.number, JSON.stringify(version));
}

const SELECT_VERSION = 'SELECT body FROM message_template_version WHERE template = ? AND version = ?';

export function selectTemplateVersion(
  connection: Connection,
  template: number,
  version: number,
): TemplateVersion | undefined {
  const row = connection.get<{ body: string }>(SELECT_VERSION, template, version);
  return row && versionOf(row);
}

const SELECT_VERSIONS = `
  SELECT body FROM message_template_version WHERE template = ? AND version < ? ORDER BY version DESC LIMIT ?`;

/** Newest first, below a number. */
export function selectTemplateVersions(
  connection: Connection,
  template: number,
  before: number,
  limit: number,
): TemplateVersion[] {
  return connection.all<{ body: string }>(SELECT_VERSIONS, template, before, limit).map(versionOf);
}

const COUNT_VERSIONS = 'SELECT count(*) AS count FROM message_template_version WHERE template = ?';

export function countTemplateVersions(connection: Connection, template: number): number {
  return connection.get<{ count: number }>(COUNT_VERSIONS, template)?.count ?? 0;
}

const DELETE_VERSION = 'DELETE FROM message_template_version WHERE template = ? AND version = ?';

/** How many rows were deleted: one, or none. */
export function deleteTemplateVersionRow(connection: Connection, template: number, version: number): number {
  return connection.run(DELETE_VERSION, template, version);
}

const DELETE_VERSIONS = 'DELETE FROM message_template_version WHERE template = ?';

export function deleteTemplateVersions(connection: Connection, template: number): void {
  connection.run(DELETE_VERSIONS, template);
}

function versionOf({ body }: { readonly body: string }): TemplateVersion {
  // Written by insertTemplateVersion.
  return JSON.parse(body) as TemplateVersion;
}
