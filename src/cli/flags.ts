/** Flags: how commands ask for the same ones, and what is read from them. */
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type Loaded, loadConfig } from '../config/load.ts';
import { DEFAULT_PORT, flagOf, SETTING_NAMES, SETTINGS, type Setting, type SettingName } from '../config/settings.ts';
import { type AdminClient, createAdminClient } from './admin-client.ts';
import { CliError, EXIT } from './exit-codes.ts';
import type { Surroundings } from './surroundings.ts';

/** Of the admin API; the command line speaks HTTP and knows no domain. */
const CHANNEL_NAMES = ['TELEPHONY', 'SMS', 'EMAIL', 'WHATSAPP'];

export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** A command that talks to a running service. */
export function remote(command: Command): Command {
  return command
    .option(
      '--endpoint-url <URL>',
      `where the service is [CAMPANILE_ENDPOINT_URL, or http://127.0.0.1:${DEFAULT_PORT}]`,
    )
    .option('--json', 'print JSON');
}

/** A command that reads the configuration: every setting is a flag of it. */
export function withSettings(command: Command, names: readonly SettingName[] = SETTING_NAMES): Command {
  command.option('--config <FILE>', 'configuration file, TOML [campanile/config.toml in the user config folder]');
  for (const name of names) {
    const { kind, meaning, fallback }: Setting = SETTINGS[name];
    const preset = fallback === undefined || fallback === '' || Array.isArray(fallback) || fallback === false;
    const description = preset ? meaning : `${meaning.slice(0, -1)} [${String(fallback)}].`;
    command.option(
      `${flagOf(name)} ${kind.placeholder === undefined ? '[true|false]' : `<${kind.placeholder}>`}`,
      description,
    );
  }
  return command;
}

/** A command that can be about one channel only. */
export function onChannel(command: Command): Command {
  return command.addOption(
    new Option('--channel <CHANNEL>', 'only this channel [every channel]').choices(CHANNEL_NAMES),
  );
}

/** The configuration as the flags change it, without passwords unless they are asked for; throws CliError. */
export function loaded(flags: Flags, { environment }: Surroundings, readsSecrets = false): Loaded {
  const settings: Partial<Record<SettingName, string>> = {};
  for (const name of SETTING_NAMES) {
    const value = flags[attributeOf(name)];
    // A switch that is named without a value is on.
    if (value !== undefined) settings[name] = String(value);
  }
  const file = text(flags, 'config');
  const result = loadConfig({ flags: settings, environment, readsSecrets, ...(file !== undefined && { file }) });
  if (result.kind === 'loaded') return result;
  throw new CliError(EXIT.config, result.problems.join('\ncampanile: '));
}

/** The name under which commander keeps the value of a flag: `--log-level` as logLevel. */
function attributeOf(name: SettingName): string {
  return flagOf(name)
    .slice(2)
    .replaceAll(/-(.)/g, (_match, letter: string) => letter.toUpperCase());
}

/** The path of the keys file. */
export function keysFileFor(flags: Flags, surroundings: Surroundings): string {
  const { config } = loaded(flags, surroundings);
  return config.keysFile === '' ? join(config.data, 'keys.json') : config.keysFile;
}

/** A client of the service that the flags or the environment name; throws CliError. */
export function clientFor(flags: Flags, { environment }: Surroundings): AdminClient {
  const endpoint =
    text(flags, 'endpointUrl') ?? environment['CAMPANILE_ENDPOINT_URL'] ?? `http://127.0.0.1:${DEFAULT_PORT}`;
  if (!URL.canParse(endpoint)) throw new CliError(EXIT.usage, `${endpoint} is no URL`);
  const token = environment['CAMPANILE_ADMIN_TOKEN'];
  return createAdminClient({ endpoint, ...(token !== undefined && { token }) });
}

export const isJson = (flags: Flags): boolean => flags['json'] === true;

/** The value of a flag that takes one. */
export function text(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/** The same for a number; throws CliError when it is none. */
export function numberOf(flags: Flags, name: string): number | undefined {
  const given = text(flags, name);
  if (given !== undefined && !/^\d{1,6}(\.\d{1,3})?$/.test(given))
    throw new CliError(EXIT.usage, `${given} is no number`);
  return given === undefined ? undefined : Number(given);
}
