/** Abandonment over the shift so far, against its target: the first seed of every team size. */
import type { ComparisonRow } from '../methods.ts';
import { percent } from '../table.ts';
import { COLORS, drawChart } from './svg.ts';

/** A point every five minutes is enough for a shift of hours. */
const SAMPLES_PER_POINT = 30;

export function plotRate(rows: readonly ComparisonRow[]): string {
  const shown = rows.filter(({ contender }) => contender.label === 'MRB');
  const hours = Math.max(1, ...shown.map(({ shown: { scenario } }) => scenario.hours));
  const target = shown[0]?.shown.scenario.targetRate ?? 0;
  const series = shown.map(({ shown: cell, agents }, index) => ({
    label: `${agents} agents`,
    color: COLORS[index % COLORS.length] ?? '#000',
    line: true,
    points: (cell.runs[0]?.samples ?? [])
      .filter((_, sample) => sample > 0 && sample % SAMPLES_PER_POINT === 0)
      .map(({ t, rate }) => [t / 3600, rate] as const),
  }));
  return drawChart({
    title: 'MRB: abandonment over the window, from a cold start',
    x: {
      label: 'hours of the shift',
      from: 0,
      to: hours,
      ticks: Array.from({ length: Math.floor(hours) + 1 }, (_, hour) => hour),
      format: String,
    },
    y: {
      label: 'abandonment of live answers so far',
      from: 0,
      to: 0.05,
      ticks: [0, 0.01, 0.02, 0.03, 0.04, 0.05],
      format: (value) => `${percent(value, 0)} %`,
    },
    series: [
      ...series,
      {
        label: 'target',
        color: '#b00020',
        points: [
          [0, target],
          [hours, target],
        ],
        line: true,
        dashed: true,
      },
    ],
  });
}
