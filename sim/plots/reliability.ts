/** Whether predicted risks are true: of the calls placed at a risk of r and answered by a person, r should be abandoned. */
import type { ComparisonRow } from '../methods.ts';
import { percent } from '../table.ts';
import { COLORS, drawChart } from './svg.ts';

/** A class with fewer answered calls says little and is left out. */
const LEAST_CALLS = 100;
const MOST = 0.12;

export function plotReliability(rows: readonly ComparisonRow[]): string {
  const shown = rows.filter(({ contender }) => contender.label === 'MRB');
  const series = shown.map(({ shown: cell, agents }, index) => ({
    label: `${agents} agents`,
    color: COLORS[index % COLORS.length] ?? '#000',
    dots: true,
    line: true,
    points: mergeClasses(cell.runs.map((run) => run.riskClasses)),
  }));
  const axis = {
    from: 0,
    to: MOST,
    ticks: [0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12],
    format: (value: number): string => `${percent(value, 0)} %`,
  };
  return drawChart({
    title: 'MRB: predicted risk and what became of it',
    x: { ...axis, label: 'risk predicted when the call was placed' },
    y: { ...axis, label: 'abandoned, of those that a person answered' },
    series: [
      ...series,
      {
        label: 'as predicted',
        color: '#999999',
        points: [
          [0, 0],
          [MOST, MOST],
        ],
        line: true,
        dashed: true,
      },
    ],
  });
}

interface RiskClass {
  readonly calls: number;
  readonly predicted: number;
  readonly abandoned: number;
}

function mergeClasses(runs: readonly (readonly RiskClass[])[]): readonly (readonly [number, number])[] {
  const classes = runs[0]?.length ?? 0;
  return Array.from({ length: classes }, (_, index) => {
    const own = runs.flatMap((run) => run[index] ?? []);
    const calls = own.reduce((total, one) => total + one.calls, 0);
    const weighted = (value: (one: RiskClass) => number): number =>
      own.reduce((total, one) => total + one.calls * value(one), 0) / Math.max(1, calls);
    return { calls, point: [weighted((one) => one.predicted), weighted((one) => one.abandoned)] as const };
  }).flatMap(({ calls, point }) => (calls >= LEAST_CALLS ? [point] : []));
}
