/** Every method at every team size, at the 3 % target of the base world: the table, the CSV and the plots. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CellResult, createExperiment } from './experiment.ts';
import { CONTENDERS, type ComparisonRow, runContender } from './methods.ts';
import { plotFrontier } from './plots/frontier.ts';
import { plotRate } from './plots/rate.ts';
import { plotReliability } from './plots/reliability.ts';
import { createProgress } from './progress.ts';
import { baseScenario, type Scenario } from './scenario.ts';
import { formatCsv, formatTable, percent } from './table.ts';

/** What is compared. */
export interface ComparisonPlan {
  readonly teams: readonly number[];
  readonly seeds: readonly number[];
  /** Shorter shifts, for a quick look. */
  readonly hours?: number;
}

/** Runs the plan, prints the table, writes comparison.csv and the plots to `folder`. */
export function compare(plan: ComparisonPlan, folder: string): readonly ComparisonRow[] {
  const scenarios = plan.teams.map((agents): Scenario => {
    const base = baseScenario(agents);
    return { ...base, hours: plan.hours ?? base.hours };
  });
  const settings = CONTENDERS.reduce((total, { settings }) => total + settings.length, 0);
  const hours = scenarios.reduce((total, scenario) => total + scenario.hours, 0);
  const progress = createProgress('simulating', hours * settings * plan.seeds.length);
  const experiment = createExperiment(progress.advance);
  const rows = scenarios.flatMap((scenario) =>
    CONTENDERS.map((contender) => runContender(experiment, contender, scenario, plan.seeds)),
  );
  progress.finish();

  process.stdout.write(`${tableOf(rows, plan.teams)}\n`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'comparison.csv'), csvOf(rows.flatMap(({ all }) => all)));
  writeFileSync(join(folder, 'frontier.svg'), plotFrontier(rows));
  const ours = rows.filter(({ contender }) => contender.kind === 'mrb');
  writeFileSync(join(folder, 'rate.svg'), plotRate(ours));
  writeFileSync(join(folder, 'reliability.svg'), plotReliability(ours));
  return rows;
}

function tableOf(rows: readonly ComparisonRow[], teams: readonly number[]): string {
  const cell = (label: string, agents: number): string => {
    const row = rows.find(({ contender, agents: team }) => contender.label === label && team === agents);
    if (row === undefined) return '';
    const { occupancy, abandonment, runsOver } = row.shown;
    return `${percent(occupancy)} (${percent(abandonment, 2)})${runsOver > 0 ? '!' : ' '}`;
  };
  const body = CONTENDERS.map(({ label }) => [label, ...teams.map((agents) => cell(label, agents))]);
  const title = 'Occupancy % (abandonment %), target 3 %; ! = some run ended over the target';
  return `${title}\n\n${formatTable(['method', ...teams.map((agents) => `${agents} agents`)], body)}`;
}

function csvOf(results: readonly CellResult[]): string {
  const header = [
    'scenario',
    'agents',
    'method',
    'seed',
    'occupancy',
    'abandonment',
    'answered',
    'abandoned',
    'dials_per_connect',
    'idle_seconds',
    'worst_hour',
  ];
  const rows = results.flatMap(({ scenario, method, seeds, runs }) =>
    runs.map((run, index) => [
      scenario.name,
      scenario.agents,
      method.name,
      seeds[index] ?? '',
      run.occupancy.toFixed(5),
      run.abandonment.toFixed(5),
      run.answered,
      run.abandoned,
      run.dialsPerConnect.toFixed(3),
      run.idleSeconds.toFixed(2),
      run.worstHour.toFixed(5),
    ]),
  );
  return formatCsv(header, rows);
}
