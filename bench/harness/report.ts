/** How a bench speaks: one JSON line per measure for machines, one table at the end for people. */
import { describeMachine } from './machine.ts';

export interface Measure {
  measure: string;
  value: number;
  unit: string;
  /** The goal in words, such as '>= 0.20'. */
  goal?: string;
  met?: boolean;
  [detail: string]: unknown;
}

export interface Report {
  add(measure: Measure): void;
  /** Prints the table. */
  print(): void;
}

/** A report that prints each measure as it comes. */
export function createReport(name: string): Report {
  const measures: Measure[] = [];
  console.log(JSON.stringify({ bench: name, machine: describeMachine() }));
  return {
    add(measure) {
      measures.push(measure);
      console.log(JSON.stringify(measure));
    },
    print() {
      const rows = measures.map((measure) => [
        measure.measure,
        `${formatNumber(measure.value)} ${measure.unit}`,
        measure.goal ?? '',
        measure.met === undefined ? '' : measure.met ? 'met' : 'MISSED',
      ]);
      console.log(`\n${formatTable(['measure', 'figure', 'goal', ''], rows)}`);
    },
  };
}

/** Columns padded to their widest cell. */
export function formatTable(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** The middle value; of an even number the lower middle. */
export function median(values: number[]): number {
  return quantile(values, 0.5);
}

/** The value below which the share `q` of the values lies. */
export function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

function formatNumber(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
