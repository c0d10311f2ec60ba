/** `campanile templates`: the message templates that campaigns send. */
import { printable, type Style, table } from '../style.ts';
import { type PushedTemplate, pushTemplate } from '../templates/push-template.ts';
import type { RemoteSummary, TemplateClient } from '../templates/template-client.ts';
import { readTemplateFolders } from '../templates/template-folder.ts';

/** Sends the templates in the folders of `path`; a template that is on the service already becomes what the files say. */
export async function pushTemplates(
  client: TemplateClient,
  path: string,
  { activates, asJson, style }: { readonly activates: boolean; readonly asJson: boolean; readonly style: Style },
): Promise<string> {
  // All are read before the first is sent: a mistake in one file leaves the service as it was.
  const locals = readTemplateFolders(path);
  const known = new Map((await client.list()).map((summary) => [summary.name, summary]));
  const pushed: PushedTemplate[] = [];
  for (const local of locals) pushed.push(await pushTemplate(client, local, known.get(local.name), activates));
  return asJson ? `${JSON.stringify(pushed)}\n` : pushText(pushed, style);
}

/** The templates on the service. */
export async function listTemplates(client: TemplateClient, style: Style, asJson: boolean): Promise<string> {
  const templates = await client.list();
  if (asJson) return `${JSON.stringify(templates)}\n`;
  if (templates.length === 0) return 'No templates yet: send a folder of them with `campanile templates push`.\n';
  const titles = ['TEMPLATE', 'CHANNEL', 'ACTIVE', 'CHANGED', 'ARN'];
  return table(
    titles.map((title) => ({ title })),
    templates.map((template) => listRow(template, style)),
  );
}

function listRow(template: RemoteSummary, style: Style): string[] {
  const { name, channelSubtype, activeVersionNumber, lastModifiedTime, messageTemplateArn } = template;
  return [
    style('bold', printable(name)),
    channelSubtype,
    activeVersionNumber === undefined ? '-' : String(activeVersionNumber),
    lastModifiedTime,
    messageTemplateArn,
  ];
}

function pushText(pushed: readonly PushedTemplate[], style: Style): string {
  const titles = ['TEMPLATE', 'CHANNEL', 'VERSION', 'ACTIVE', 'CHANGE', 'ARN'];
  const rows = pushed.map(({ name, channelSubtype, version, activeVersion, change, arn }) => [
    style('bold', printable(name)),
    channelSubtype,
    String(version),
    activeVersion === undefined ? '-' : String(activeVersion),
    change === 'unchanged' ? style('dim', change) : style('green', change),
    arn,
  ]);
  const behind = pushed.filter(({ version, activeVersion }) => activeVersion !== undefined && activeVersion < version);
  const hint =
    behind.length === 0
      ? ''
      : `\n${behind.map(({ name }) => printable(name)).join(', ')}: campaigns go on with the active version; --activate changes that.\n`;
  return (
    table(
      titles.map((title) => ({ title })),
      rows,
    ) + hint
  );
}
