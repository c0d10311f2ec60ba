/** `campanile config print`: every setting with its value and where that came from. */
import type { Loaded } from '../../config/load.ts';
import { SETTING_NAMES } from '../../config/settings.ts';
import { type Style, table } from '../style.ts';

/** The settings and carriers as a table or JSON. Secrets are in files and variables that these name: none is printed. */
export function printConfig({ config, origins, carrierSettings }: Loaded, style: Style, asJson: boolean): string {
  const settings = SETTING_NAMES.map((name) => ({ name, value: config[name], origin: origins[name] }));
  const shown: { readonly name: string; readonly value: unknown; readonly origin: string }[] = [
    ...settings,
    ...carrierSettings,
  ];
  if (asJson) {
    const entries = shown.map(({ name, value, origin }) => [name, { value: value ?? null, origin }]);
    return `${JSON.stringify(Object.fromEntries(entries))}\n`;
  }
  const columns = [{ title: 'SETTING' }, { title: 'VALUE' }, { title: 'FROM' }];
  const rows = shown.map(({ name, value, origin }) => [
    name,
    valueText(value, name),
    origin === 'default' ? style('dim', origin) : origin,
  ]);
  return table(columns, rows);
}

function valueText(value: unknown, name: string): string {
  if (value === undefined || value === '') return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.join(', ');
  return name === 'start' ? new Date(Number(value)).toISOString() : String(value);
}
