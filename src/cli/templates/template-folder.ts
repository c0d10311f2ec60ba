/**
 * Templates as files, for people who keep them in git: a folder is a template and has its name. What is in it says for
 * which channel it is: `subject.txt` with `body.html`, `body.txt` or both; `sms.txt`; or `whatsapp.json`. `template.toml`
 * beside them says the rest.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { EmailContent, TemplateAttributes, TemplateContent } from '../../domain/templates/content.ts';
import { CliError, EXIT } from '../exit-codes.ts';
import { readTemplateSettings, type TemplateSettings } from './template-settings.ts';

export interface LocalTemplate {
  readonly name: string;
  readonly channelSubtype: 'EMAIL' | 'SMS' | 'WHATSAPP';
  readonly content: TemplateContent;
  readonly description?: string;
  readonly language?: string;
  readonly defaultAttributes: TemplateAttributes;
  readonly tags: Readonly<Record<string, string>>;
}

/** What says for which channel a template is. */
const CHANNEL_FILES = { 'subject.txt': 'EMAIL', 'sms.txt': 'SMS', 'whatsapp.json': 'WHATSAPP' } as const;
type ChannelFile = keyof typeof CHANNEL_FILES;
const CHANNEL_FILE_NAMES = Object.keys(CHANNEL_FILES) as ChannelFile[];

/** The templates in the folders of `path`, by name; throws CliError with everything that is wrong with any of them. */
export function readTemplateFolders(path: string): LocalTemplate[] {
  const names = namesIn(path);
  if (CHANNEL_FILE_NAMES.some((file) => names.includes(file)))
    throw new CliError(EXIT.usage, `${path} is itself a template\nGive the folder above it, which may hold many.`);
  const problems: string[] = [];
  const templates = names
    .filter((name) => !name.startsWith('.') && isFolder(join(path, name)))
    .toSorted()
    .flatMap((name) => {
      try {
        return [readTemplateFolder(join(path, name))];
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        problems.push(error.message);
        return [];
      }
    });
  if (problems.length > 0) throw new CliError(EXIT.dataError, problems.join('\ncampanile: '));
  if (templates.length > 0) return templates;
  throw new CliError(
    EXIT.usage,
    `${path} has no folder with a template\nMake one, such as ${join(path, 'welcome')} with subject.txt and body.html, or with sms.txt.`,
  );
}

/** The template in a folder; throws CliError. */
export function readTemplateFolder(path: string): LocalTemplate {
  const files = namesIn(path);
  const channelFiles = CHANNEL_FILE_NAMES.filter((file) => files.includes(file));
  const [channelFile] = channelFiles;
  if (channelFile === undefined) throw wrong(path, `needs one of ${CHANNEL_FILE_NAMES.join(', ')}`);
  if (channelFiles.length > 1)
    throw wrong(path, `has ${channelFiles.join(' and ')}: a template is for one channel, so make a folder for each`);
  const { headers, ...settings } = readTemplateSettings(path, files);
  const channelSubtype = CHANNEL_FILES[channelFile];
  if (headers.length > 0 && channelSubtype !== 'EMAIL') throw wrong(path, 'has headers, which only an email can have');
  return {
    name: basename(resolve(path)),
    channelSubtype,
    content: contentOf(path, files, channelFile, headers),
    ...settings,
  };
}

/** Whether a path is one of a template's folder, and not a name on the service. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function contentOf(
  path: string,
  files: readonly string[],
  channelFile: ChannelFile,
  headers: TemplateSettings['headers'],
): TemplateContent {
  // The line break that editors put behind the last line is not said.
  const said = readText(join(path, channelFile)).trimEnd();
  if (said === '') throw wrong(path, `has an empty ${channelFile}`);
  switch (channelFile) {
    case 'sms.txt':
      return { sms: { body: { plainText: { content: said } } } };
    case 'whatsapp.json':
      return { whatsApp: { data: said } };
    case 'subject.txt':
      if (said.includes('\n')) throw wrong(path, 'has a subject.txt of more than one line');
      return { email: { subject: said, body: bodyOf(path, files), ...(headers.length > 0 && { headers }) } };
  }
}

function bodyOf(path: string, files: readonly string[]): NonNullable<EmailContent['body']> {
  const textOf = (file: string): string | undefined =>
    files.includes(file) ? readText(join(path, file)) || undefined : undefined;
  const [text, html] = [textOf('body.txt'), textOf('body.html')];
  if (text === undefined && html === undefined) throw wrong(path, 'needs body.html, body.txt or both');
  return {
    ...(text !== undefined && { plainText: { content: text } }),
    ...(html !== undefined && { html: { content: html } }),
  };
}

/** A clone on Windows has the same templates as any other. */
function readText(path: string): string {
  return readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
}

function namesIn(path: string): string[] {
  if (isFolder(path)) return readdirSync(path);
  throw new CliError(EXIT.usage, `there is no folder ${path}`);
}

const wrong = (path: string, what: string): CliError => new CliError(EXIT.dataError, `${path} ${what}`);
