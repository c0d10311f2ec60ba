/** Puts the configuration together: flags over environment over file over defaults; what is unknown or wrong is refused. */
import { readFileSync } from 'node:fs';
import { parse, TomlError } from 'smol-toml';
import { errorCode } from '../lib/error-code.ts';
import { suggestion } from './closest.ts';
import { contradictions } from './contradictions.ts';
import { defaultConfigFile, defaultDataFolder, type Environment } from './places.ts';
import { carrierEntries, readCarriers, secretVariables } from './read-carriers.ts';
import {
  type Config,
  flagOf,
  SETTING_NAMES,
  SETTINGS,
  type Setting,
  type SettingName,
  variableOf,
} from './settings.ts';
import { isTable, type Table } from './table.ts';

/** Where a value came from, in words. */
export type Origins = Readonly<Record<SettingName, string>>;

/** A key of `[carriers.NAME]` as it holds, with where it came from. */
export interface CarrierSetting {
  readonly name: string;
  readonly value: unknown;
  readonly origin: string;
}

export interface Loaded {
  readonly kind: 'loaded';
  readonly config: Config;
  readonly origins: Origins;
  /** What can be shown of the carriers in `config`. */
  readonly carrierSettings: readonly CarrierSetting[];
}

export type LoadedConfig =
  | Loaded
  /** Sentences; each names the setting and where it was set. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

export interface ConfigSources {
  /** Settings given as flags, as text. */
  readonly flags: Readonly<Partial<Record<SettingName, string>>>;
  readonly environment: Environment;
  /** --config; when absent, CAMPANILE_CONFIG, then the default place if there is a file. null: no file at all. */
  readonly file?: string | null;
  /** Whether the passwords of carriers are read; true when absent. Who does not need them must not stumble over them. */
  readonly readsSecrets?: boolean;
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
  reportUnknownVariables(sources.environment, secretVariables(file.carriers), problems);
  const found = new Map<SettingName, Found>();
  for (const name of SETTING_NAMES) found.set(name, lookUp(name, sources, file, problems));
  const { path, carriers: section } = file;
  const secrets = sources.readsSecrets !== false && { secretsIn: sources.environment };
  const carriers = readCarriers({ section, path, ...secrets }, problems);
  const carrierSettings = carrierEntries(carriers, section).map(({ key, value, isGiven }) => ({
    ...{ name: key, value },
    origin: isGiven ? `file ${path}` : 'default',
  }));
  const values = Object.fromEntries([...found].map(([name, { value }]) => [name, value]));
  const config = { ...values, carriers } as unknown as Config;
  const origins = Object.fromEntries([...found].map(([name, { origin }]) => [name, origin])) as unknown as Origins;
  const problemsInAll = problems.length > 0 ? problems : contradictions(config);
  return problemsInAll.length > 0
    ? { kind: 'refused', problems: problemsInAll }
    : { kind: 'loaded', config: withData(config, sources.environment), origins, carrierSettings };
}

const withData = (config: Config, environment: Environment): Config =>
  config.data === '' ? { ...config, data: defaultDataFolder(environment) } : config;

function lookUp(name: SettingName, { flags, environment }: ConfigSources, file: FileValues, problems: string[]): Found {
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

interface FileValues {
  readonly path: string;
  /** Of settings. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly carriers?: unknown;
}

function fileValues({ file, environment }: ConfigSources, problems: string[]): FileValues {
  if (file === null) return { path: '', values: new Map() };
  const named = file ?? environment['CAMPANILE_CONFIG'];
  const path = named ?? defaultConfigFile(environment);
  try {
    const { carriers, ...settings } = parse(readFileSync(path, 'utf8'));
    const values = flatten(settings);
    for (const key of values.keys()) {
      if (!Object.hasOwn(SETTINGS, key))
        problems.push(`unknown key "${key}" in ${path}${suggestion(key, SETTING_NAMES)}`);
    }
    return { path, values, carriers };
  } catch (error) {
    if (error instanceof TomlError) problems.push(`${path}:${error.line}:${error.column} is not TOML`);
    else if (named !== undefined || !isMissing(error)) problems.push(`${path} cannot be read (${errorCode(error)})`);
    return { path, values: new Map() };
  }
}

/** `[log]` with `level = "info"` becomes `log.level`. */
function flatten(table: Table, prefix = ''): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const [key, value] of Object.entries(table)) {
    if (!isTable(value)) flat.set(prefix + key, value);
    else for (const [name, inner] of flatten(value, `${prefix}${key}.`)) flat.set(name, inner);
  }
  return flat;
}

function reportUnknownVariables(environment: Environment, secrets: readonly string[], problems: string[]): void {
  const known = [...SETTING_NAMES.map(variableOf), ...OTHER_VARIABLES, ...secrets];
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('CAMPANILE_') || known.includes(name)) continue;
    problems.push(`unknown environment variable ${name}${suggestion(name, known)}`);
  }
}

const isMissing = (error: unknown): boolean => errorCode(error) === 'ENOENT';
