/** `template.toml` of a template's folder: all that is not its words. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { suggestion } from '../../config/closest.ts';
import type { TemplateAttributes } from '../../domain/templates/content.ts';
import { CliError, EXIT } from '../exit-codes.ts';

export interface TemplateSettings {
  readonly description?: string;
  readonly language?: string;
  /** From `[defaults]`, whose keys are names of placeholders. */
  readonly defaultAttributes: TemplateAttributes;
  readonly tags: Readonly<Record<string, string>>;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

const FILE = 'template.toml';
const TEXTS = ['description', 'language'];
const TABLES = ['defaults', 'tags', 'headers'];
const KEYS = [...TEXTS, ...TABLES];

/** The settings in the folder, which may have none; throws CliError. */
export function readTemplateSettings(path: string, files: readonly string[]): TemplateSettings {
  if (!files.includes(FILE)) return { defaultAttributes: {}, tags: {}, headers: [] };
  const file = join(path, FILE);
  const settings = parsed(file);
  for (const key of Object.keys(settings))
    if (!KEYS.includes(key))
      throw new CliError(EXIT.dataError, `${file} has an unknown key ${key}${suggestion(key, KEYS)}`);
  const description = textOf(file, settings, 'description');
  const language = textOf(file, settings, 'language');
  const defaults = tableOf(file, settings, 'defaults');
  return {
    ...(description !== undefined && { description }),
    ...(language !== undefined && { language }),
    defaultAttributes: Object.keys(defaults).length === 0 ? {} : { customAttributes: defaults },
    tags: tableOf(file, settings, 'tags'),
    headers: Object.entries(tableOf(file, settings, 'headers')).map(([name, value]) => ({ name, value })),
  };
}

function parsed(file: string): Readonly<Record<string, unknown>> {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new CliError(EXIT.dataError, `${file}:${error.line}: ${error.message.split('\n', 1)[0]}`);
  }
}

function textOf(file: string, settings: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = settings[key];
  if (value === undefined || typeof value === 'string') return value;
  throw new CliError(EXIT.dataError, `${file}: ${key} must be a text`);
}

function tableOf(file: string, settings: Readonly<Record<string, unknown>>, key: string): Record<string, string> {
  const table = settings[key] ?? {};
  if (typeof table !== 'object' || table === null || Array.isArray(table))
    throw new CliError(EXIT.dataError, `${file}: ${key} must be a table, [${key}]`);
  return Object.fromEntries(
    Object.entries(table).map(([name, value]: [string, unknown]) => {
      if (typeof value === 'string') return [name, value];
      const hint = typeof value === 'object' ? '; put names with dots in quotes' : '';
      throw new CliError(EXIT.dataError, `${file}: ${name} in [${key}] must be a text${hint}`);
    }),
  );
}
