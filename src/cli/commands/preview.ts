/** `campanile preview`: a template filled in, as a recipient would get it. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { EmailContent, TemplateContent } from '../../domain/templates/content.ts';
import { renderTemplate } from '../../templates/render-template.ts';
import type { AdminClient } from '../admin-client.ts';
import { CliError, EXIT } from '../exit-codes.ts';
import { printable, type Style } from '../style.ts';
import { createTemplateClient, type RenderedTemplate, type TemplatePlace } from '../templates/template-client.ts';
import { isFolder, readTemplateFolder } from '../templates/template-folder.ts';

export interface PreviewOptions {
  readonly place: TemplatePlace;
  /** NAME=VALUE. */
  readonly params: readonly string[];
  /** A JSON object of names and values. */
  readonly paramsFile?: string;
  /** Where the HTML of an email is written. */
  readonly htmlFile?: string;
}

export interface Preview {
  readonly rendered: RenderedTemplate;
  /** Written to `htmlFile`. */
  readonly htmlFile?: string;
}

/**
 * Fills a template in: one in a folder, which needs no service, or one on the service by its name or ARN. Throws CliError.
 */
export async function preview(client: AdminClient, target: string, options: PreviewOptions): Promise<Preview> {
  const params = readParams(options);
  const rendered = isFolder(target)
    ? renderFolder(target, params)
    : await renderRemote(client, target, params, options);
  const { htmlFile } = options;
  if (htmlFile === undefined) return { rendered };
  const html = rendered.content?.email?.body?.html?.content;
  if (html === undefined) throw new CliError(EXIT.usage, `${target} has no HTML that --html could write`);
  writeHtml(htmlFile, html);
  return { rendered, htmlFile };
}

function writeHtml(file: string, html: string): void {
  try {
    writeFileSync(file, html);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new CliError(EXIT.cannotCreate, `cannot write ${file}${code}`);
  }
}

/** What the preview shows on a terminal. */
export function previewText({ rendered, htmlFile }: Preview, style: Style): string {
  const { content = {} } = rendered;
  const written = htmlFile === undefined ? '' : `${style('dim', `HTML written to ${htmlFile}`)}\n`;
  return shownContent(content, style, htmlFile !== undefined) + written;
}

/** What to do about placeholders without a value; empty when all have one. */
export function missingText({ attributesNotInterpolated: names }: RenderedTemplate): string {
  if (names.length === 0) return '';
  const [first = ''] = names;
  return `campanile: no value for ${names.map(printable).join(', ')}\nGive one with --param '${printable(first)}=...', or a default in template.toml below [defaults].\n`;
}

function renderFolder(path: string, customAttributes: Readonly<Record<string, string>>): RenderedTemplate {
  const { content, defaultAttributes } = readTemplateFolder(path);
  return renderTemplate(content, { customAttributes }, { defaultAttributes });
}

const ARN = /^arn:[^:]*:wisdom:([^:]+):[^:]*:message-template\/([^/:]+)\/([^/]+)$/;

async function renderRemote(
  admin: AdminClient,
  target: string,
  params: Readonly<Record<string, string>>,
  { place }: PreviewOptions,
): Promise<RenderedTemplate> {
  const [, region, knowledgeBase, id] = ARN.exec(target) ?? [];
  if (region !== undefined && knowledgeBase !== undefined && id !== undefined)
    return createTemplateClient(admin, { region, knowledgeBase }).render(id, params);
  const client = createTemplateClient(admin, place);
  const found = (await client.list()).find(({ name }) => name === target);
  if (found !== undefined) return client.render(found.messageTemplateId, params);
  throw new CliError(
    EXIT.failed,
    `${target} is neither a folder nor a template on the service\n\`campanile templates list\` shows those that there are.`,
  );
}

function shownContent({ email, sms, whatsApp, push }: TemplateContent, style: Style, isHtmlWritten: boolean): string {
  if (email !== undefined) return shownEmail(email, style, isHtmlWritten);
  if (sms !== undefined) return lines(sms.body?.plainText?.content ?? '');
  return lines(whatsApp?.data ?? JSON.stringify(push, null, 2) ?? '');
}

function shownEmail(
  { subject = '', headers = [], body = {} }: EmailContent,
  style: Style,
  isHtmlWritten: boolean,
): string {
  const head = [{ name: 'Subject', value: subject }, ...headers].map(
    ({ name = '', value = '' }) => `${style('bold', `${name}:`)} ${printable(value)}\n`,
  );
  const { plainText, html } = body;
  const text = plainText?.content === undefined ? '' : `\n${lines(plainText.content)}`;
  if (html?.content === undefined || isHtmlWritten) return head.join('') + text;
  const htmlText =
    text === '' ? `\n${lines(html.content)}` : `\n${style('dim', 'There is HTML too: --html FILE writes it.')}\n`;
  return head.join('') + text + htmlText;
}

/** Text of several lines, without anything else that a terminal would act on. */
function lines(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${printable(line)}\n`)
    .join('');
}

function readParams({ params, paramsFile }: PreviewOptions): Readonly<Record<string, string>> {
  const given = params.map((param): [string, string] => {
    const equals = param.indexOf('=');
    if (equals < 1) throw new CliError(EXIT.usage, `--param takes NAME=VALUE, not ${param}`);
    return [param.slice(0, equals), param.slice(equals + 1)];
  });
  return Object.fromEntries([...(paramsFile === undefined ? [] : paramsIn(paramsFile)), ...given]);
}

function paramsIn(file: string): [string, string][] {
  const problem = new CliError(EXIT.dataError, `${file} must be a JSON object whose values are texts`);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw error instanceof SyntaxError ? problem : new CliError(EXIT.usage, `cannot read ${file}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw problem;
  return Object.entries(value).map(([name, of]) => {
    if (typeof of !== 'string') throw problem;
    return [name, of];
  });
}
