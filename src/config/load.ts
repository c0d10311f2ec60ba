/** Puts the configuration together: flags over environment over file over defaults; what is unknown or wrong is refused. */
import { readFileSync } from 'node:fs';
import { parse, TomlError } from 'smol-toml';
import { closestOf } from './closest.ts';
import { contradictions } from './contradictions.ts';
import { defaultConfigFile, defaultDataFolder, type Environment } from './places.ts';
import {
  type Config,
  flagOf,
  SETTING_NAMES,
  SETTINGS,
  type Setting,
  type SettingName,
  variableOf,
} from './settings.ts';

/** Where a value came from, in words. */
export type Origins = Readonly<Record<SettingName, string>>;

export type LoadedConfig =
  | { readonly kind: 'loaded'; readonly config: Config; readonly origins: Origins }
  /** Sentences; each names the setting and where it was set. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

export interface ConfigSources {
  /** Settings given as flags, as text. */
  readonly flags: Readonly<Partial<Record<SettingName, string>>>;
  readonly environment: Environment;
  /** --config; when absent, CAMPANILE_CONFIG, then the default place if there is a file. null: no file at all. */
  readonly file?: string | null;
}

/** Variables of the same prefix that are no settings: where the command line finds the service, and the file itself. */
const OTHER_VARIABLES = ['CAMPANILE_CONFIG', 'CAMPANILE_ENDPOINT_URL', 'CAMPANILE_ADMIN_TOKEN'];

interface Found {
  readonly value: unknown;
  readonly origin: string;
}

/** The configuration and the origin of every value, or all that is wrong with it. */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const problems: string[] = [];
  const file = fileValues(sources, problems);
  reportUnknownVariables(sources.environment, problems);
  const found = new Map<SettingName, Found>();
  for (const name of SETTING_NAMES) found.set(name, lookUp(name, sources, file, problems));
  const values = Object.fromEntries([...found].map(([name, { value }]) => [name, value]));
  const config = { ...values, carriers: [] } as unknown as Config;
  const origins = Object.fromEntries([...found].map(([name, { origin }]) => [name, origin])) as unknown as Origins;
  const problemsInAll = problems.length > 0 ? problems : contradictions(config);
  return problemsInAll.length > 0
    ? { kind: 'refused', problems: problemsInAll }
    : { kind: 'loaded', config: withData(config, sources.environment), origins };
}

const withData = (config: Config, environment: Environment): Config =>
  config.data === '' ? { ...config, data: defaultDataFolder(environment) } : config;

function lookUp(
  name: SettingName,
  { flags, environment }: ConfigSources,
  file: { readonly path: string; readonly values: ReadonlyMap<string, unknown> },
  problems: string[],
): Found {
  const { kind, fallback }: Setting = SETTINGS[name];
  const read = (origin: string, result: ReturnType<typeof kind.fromFile>): Found => {
    if ('value' in result) return { value: result.value, origin };
    problems.push(`${name} (${origin}) must be ${result.expected}`);
    return { value: fallback, origin };
  };
  const flag = flags[name];
  if (flag !== undefined) return read(`flag ${flagOf(name)}`, kind.fromText(flag));
  const variable = environment[variableOf(name)];
  if (variable !== undefined) return read(`environment ${variableOf(name)}`, kind.fromText(variable));
  if (file.values.has(name)) return read(`file ${file.path}`, kind.fromFile(file.values.get(name)));
  return { value: fallback, origin: 'default' };
}

function fileValues(
  { file, environment }: ConfigSources,
  problems: string[],
): { path: string; values: Map<string, unknown> } {
  if (file === null) return { path: '', values: new Map() };
  const named = file ?? environment['CAMPANILE_CONFIG'];
  const path = named ?? defaultConfigFile(environment);
  try {
    const values = flatten(parse(readFileSync(path, 'utf8')));
    for (const key of values.keys()) {
      if (!(key in SETTINGS)) problems.push(`unknown key "${key}" in ${path}${suggestion(key, SETTING_NAMES)}`);
    }
    return { path, values };
  } catch (error) {
    if (error instanceof TomlError) problems.push(`${path}:${error.line}:${error.column} is not TOML`);
    else if (named !== undefined || !isMissing(error)) problems.push(`${path} cannot be read (${codeOf(error)})`);
    return { path, values: new Map() };
  }
}

/** `[log]` with `level = "info"` becomes `log.level`. */
function flatten(table: Record<string, unknown>, prefix = ''): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const [key, value] of Object.entries(table)) {
    const isTable = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
    if (!isTable) flat.set(prefix + key, value);
    else
      for (const [name, inner] of flatten(value as Record<string, unknown>, `${prefix}${key}.`)) flat.set(name, inner);
  }
  return flat;
}

function reportUnknownVariables(environment: Environment, problems: string[]): void {
  const known = [...SETTING_NAMES.map(variableOf), ...OTHER_VARIABLES];
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('CAMPANILE_') || known.includes(name)) continue;
    problems.push(`unknown environment variable ${name}${suggestion(name, known)}`);
  }
}

function suggestion(given: string, known: readonly string[]): string {
  const closest = closestOf(given, known);
  return closest === undefined ? '' : `; did you mean ${closest}?`;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unexpected error';

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';
