/** `campanile config print`: every setting with its value and where that came from. */
import type { LoadedConfig } from '../../config/load.ts';
import { SETTING_NAMES, type SettingName } from '../../config/settings.ts';
import { type Style, table } from '../style.ts';

/** The settings as a table or JSON. Secrets are in files that settings name, so that there is nothing to hide here. */
export function printConfig(
  { config, origins }: Extract<LoadedConfig, { kind: 'loaded' }>,
  style: Style,
  asJson: boolean,
): string {
  const shown = SETTING_NAMES.map((name) => ({ name, value: valueText(config[name], name), origin: origins[name] }));
  if (asJson) {
    const entries = shown.map(({ name, origin }) => [name, { value: config[name] ?? null, origin }]);
    return `${JSON.stringify(Object.fromEntries(entries))}\n`;
  }
  const columns = [{ title: 'SETTING' }, { title: 'VALUE' }, { title: 'FROM' }];
  const rows = shown.map(({ name, value, origin }) => [
    name,
    value,
    origin === 'default' ? style('dim', origin) : origin,
  ]);
  return table(columns, rows);
}

function valueText(value: unknown, name: SettingName): string {
  if (value === undefined || value === '') return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.join(', ');
  return name === 'start' ? new Date(Number(value)).toISOString() : String(value);
}
