/** Where things lie by default (XDG Base Directory Specification 0.8). */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** `$XDG_CONFIG_HOME/campanile/config.toml`, or the same under ~/.config. */
export function defaultConfigFile(environment: Environment): string {
  return join(base(environment['XDG_CONFIG_HOME'], '.config'), 'campanile', 'config.toml');
}

/** `$XDG_DATA_HOME/campanile`, or the same under ~/.local/share. */
export function defaultDataFolder(environment: Environment): string {
  return join(base(environment['XDG_DATA_HOME'], join('.local', 'share')), 'campanile');
}

/** A relative path in one of these variables is invalid and must be ignored (section "Basics"). */
function base(variable: string | undefined, underHome: string): string {
  return variable !== undefined && isAbsolute(variable) ? variable : join(homedir(), underHome);
}
