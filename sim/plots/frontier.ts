/** Occupancy against abandonment: one line per method, one point per team size, from the smallest to the largest. */
import type { ComparisonRow } from '../methods.ts';
import { percent } from '../table.ts';
import { COLORS, drawChart, type Series } from './svg.ts';

/** Beyond this the axis ends; a method that abandons more is drawn at the edge. */
const MOST_ABANDONED = 0.05;

export function plotFrontier(rows: readonly ComparisonRow[]): string {
  const labels = [...new Set(rows.map(({ contender }) => contender.label))];
  const target = rows[0]?.shown.scenario.targetRate ?? 0;
  const methods = labels.map((label, index): Series => {
    const own = rows.filter(({ contender }) => contender.label === label);
    return {
      label,
      color: COLORS[index % COLORS.length] ?? '#000',
      points: own.map(({ shown }) => [shown.abandonment, shown.occupancy]),
      line: true,
      dots: true,
      dashed: index >= COLORS.length,
    };
  });
  const best = rows.filter(({ contender }) => contender.label === 'MRB');
  return drawChart({
    title: 'Occupancy against abandonment, one point per team size',
    x: {
      label: 'abandonment of live answers, whole shift',
      from: 0,
      to: MOST_ABANDONED,
      ticks: [0, 0.01, 0.02, 0.03, 0.04, 0.05],
      format: (value) => `${percent(value, 0)} %`,
    },
    y: {
      label: 'occupancy',
      from: 0.6,
      to: 1,
      ticks: [0.6, 0.7, 0.8, 0.9, 1],
      format: (value) => `${percent(value, 0)} %`,
    },
    series: [
      ...methods,
      {
        label: 'target',
        color: '#b00020',
        points: [
          [target, 0.6],
          [target, 1],
        ],
        line: true,
        dashed: true,
      },
    ],
    notes: best.map(({ shown, agents }) => ({ x: shown.abandonment, y: shown.occupancy, text: String(agents) })),
  });
}
