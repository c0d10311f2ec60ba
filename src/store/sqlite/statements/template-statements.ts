/** SQL on message_template, which keeps its records as JSON beside the columns that are searched. */
import type { Owner } from '../../../domain/campaign.ts';
import type {
  KnowledgeBaseId,
  MessageTemplate,
  TemplateRef,
  TemplateSummary,
} from '../../../domain/templates/template.ts';
import type { Creation } from '../../template-store.ts';
import type { Connection } from '../connection.ts';

export interface NumberedTemplate {
  readonly number: number;
  readonly template: MessageTemplate;
}

interface TemplateRow {
  readonly number: number;
  readonly summary: string;
  readonly draft: string;
}

const INSERT_TEMPLATE = `
  INSERT INTO message_template
    (account, region, knowledge_base, id, name, revision, token, definition, summary, draft)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function insertTemplate(connection: Connection, template: MessageTemplate, creation?: Creation): void {
  const { account, region, knowledgeBaseId, id, name, revision } = template;
  const { summary, draft } = textsOf(template);
  const { clientToken = null, definitionSha256 = null } = creation ?? {};
  connection.run(
    INSERT_TEMPLATE,
    ...[account, region, knowledgeBaseId, id, name, revision, clientToken, definitionSha256, summary, draft],
  );
}

const UPDATE_TEMPLATE = `
  UPDATE message_template SET name = ?, revision = ?, summary = ?, draft = ?
  WHERE account = ? AND region = ? AND knowledge_base = ? AND id = ? AND revision = ?`;

/** How many rows were changed: none when the revision is another, or the template gone. */
export function updateTemplateRow(connection: Connection, template: MessageTemplate, expectedRevision: number): number {
  const { account, region, knowledgeBaseId, id, name, revision } = template;
  const { summary, draft } = textsOf(template);
  return connection.run(
    UPDATE_TEMPLATE,
    ...[name, revision, summary, draft, account, region, knowledgeBaseId, id, expectedRevision],
  );
}

const SELECT_TEMPLATE = `
  SELECT number, summary, draft FROM message_template
  WHERE account = ? AND region = ? AND knowledge_base = ? AND id = ?`;

export function selectTemplate(
  connection: Connection,
  { account, region, knowledgeBaseId, id }: TemplateRef,
): NumberedTemplate | undefined {
  const row = connection.get<TemplateRow>(SELECT_TEMPLATE, account, region, knowledgeBaseId, id);
  return row && { number: row.number, template: templateOf(row) };
}

const SELECT_TEMPLATE_OF_TOKEN = `
  SELECT summary, draft, definition FROM message_template
  WHERE account = ? AND region = ? AND knowledge_base = ? AND token = ?`;

/** What a token has made in this knowledge base, and of which definition. */
export function selectTemplateOfToken(
  connection: Connection,
  { account, region, knowledgeBaseId }: TemplateRef,
  token: string,
): { template: MessageTemplate; definitionSha256: string } | undefined {
  const row = connection.get<TemplateRow & { definition: string }>(
    SELECT_TEMPLATE_OF_TOKEN,
    ...[account, region, knowledgeBaseId, token],
  );
  return row && { template: templateOf(row), definitionSha256: row.definition };
}

const SELECT_HAS_NAMESAKE = `
  SELECT 1 AS found FROM message_template
  WHERE account = ? AND region = ? AND knowledge_base = ? AND name = ? AND id <> ?`;

/** Whether another template of the knowledge base has the name. */
export function selectHasNamesakeTemplate(
  connection: Connection,
  { account, region, knowledgeBaseId, name, id }: TemplateSummary,
): boolean {
  return connection.get(SELECT_HAS_NAMESAKE, account, region, knowledgeBaseId, name, id) !== undefined;
}

const COUNT_TEMPLATES = `
  SELECT count(*) AS count FROM message_template WHERE account = ? AND region = ? AND knowledge_base = ?`;

export function countTemplates(connection: Connection, { account, region, knowledgeBaseId }: TemplateRef): number {
  return connection.get<{ count: number }>(COUNT_TEMPLATES, account, region, knowledgeBaseId)?.count ?? 0;
}

const SELECT_SUMMARIES = `
  SELECT summary FROM message_template
  WHERE account = ? AND region = ? AND knowledge_base = ? AND name > ? ORDER BY name LIMIT ?`;

/** By name, after one. */
export function selectTemplateSummaries(
  connection: Connection,
  { account, region }: Owner,
  knowledgeBaseId: KnowledgeBaseId,
  after: string,
  limit: number,
): TemplateSummary[] {
  return (
    connection
      .all<{ summary: string }>(SELECT_SUMMARIES, account, region, knowledgeBaseId, after, limit)
      // Written by textsOf.
      .map(({ summary }) => JSON.parse(summary) as TemplateSummary)
  );
}

const DELETE_TEMPLATE = 'DELETE FROM message_template WHERE number = ?';

export function deleteTemplateRow(connection: Connection, number: number): void {
  connection.run(DELETE_TEMPLATE, number);
}

/** Content and defaults may be large and are left where only one template is looked at. */
function textsOf({ content, defaultAttributes, ...summary }: MessageTemplate): { summary: string; draft: string } {
  return { summary: JSON.stringify(summary), draft: JSON.stringify({ content, defaultAttributes }) };
}

function templateOf({ summary, draft }: Pick<TemplateRow, 'summary' | 'draft'>): MessageTemplate {
  // Written by textsOf.
  return { ...JSON.parse(summary), ...JSON.parse(draft) } as MessageTemplate;
}
