/** Text for a terminal: colours, bars and tables. */

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Style = (name: keyof typeof CODES, text: string) => string;

/** A style that colours, or leaves the text alone where colours would be noise. */
export function createStyle(hasColours: boolean): Style {
  return hasColours ? (name, text) => `\u001b[${CODES[name]}m${text}\u001b[0m` : (_name, text) => text;
}

/** A bar of `width` characters, of which `share` (0-1) is full. */
export function bar(share: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}

export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
}

/** Rows below their titles, each column as wide as it must be. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => visibleLength(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ isNumber = false }, index) => padded(cells[index] ?? '', widths[index] ?? 0, isNumber))
      .join('  ')
      .trimEnd();
  return `${[line(columns.map(({ title }) => title)), ...rows.map(line)].join('\n')}\n`;
}

function padded(text: string, width: number, toTheRight: boolean): string {
  const padding = ' '.repeat(Math.max(0, width - visibleLength(text)));
  return toTheRight ? padding + text : text + padding;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what begins a colour.
const visibleLength = (text: string): number => text.replaceAll(/\u001b\[\d+m/g, '').length;

/** What came from outside, without anything that a terminal would act on. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach the terminal.
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}
