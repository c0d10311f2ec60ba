/** The methods that are compared, in the order of the tables. */
import { defined } from '../src/lib/assert.ts';
import type { Method } from './dialer.ts';
import { linesPerAgent } from './dialers/lines-per-agent.ts';
import { mrb } from './dialers/mrb.ts';
import { normalRule } from './dialers/normal-rule.ts';
import { oracle } from './dialers/oracle.ts';
import { fixedRatio, progressive } from './dialers/ratios.ts';
import { vicidial } from './dialers/vicidial.ts';
import { bestInHindsight, type CellResult, type Experiment } from './experiment.ts';
import type { Scenario } from './scenario.ts';

/** One line of the tables; of several settings the best in hindsight is shown, which no user could have known. */
export interface Contender {
  readonly label: string;
  readonly settings: readonly Method[];
  readonly kind: 'baseline' | 'mrb' | 'bound';
}

export const CONTENDERS: readonly Contender[] = [
  { label: 'progressive', settings: [progressive], kind: 'baseline' },
  { label: 'fixed ratio, best', settings: [1.5, 2, 3, 4, 5, 6].map(fixedRatio), kind: 'baseline' },
  { label: 'VICIdial-like, level to 3', settings: [vicidial(3)], kind: 'baseline' },
  { label: 'VICIdial-like, best level', settings: [1.25, 1.5, 2].map(vicidial), kind: 'baseline' },
  { label: 'UCCX-like', settings: [linesPerAgent], kind: 'baseline' },
  { label: 'normal, z = 1.88', settings: [normalRule(1.88)], kind: 'baseline' },
  { label: 'normal, best z', settings: [0.5, 0.75, 1, 1.25, 1.5, 1.88].map(normalRule), kind: 'baseline' },
  { label: 'MRB', settings: [mrb(false)], kind: 'mrb' },
  { label: 'MRB with cancelling', settings: [mrb(true)], kind: 'mrb' },
  { label: 'oracle (bound)', settings: [2, 4, 8, 12, 14, 16].map(oracle), kind: 'bound' },
];

/** A contender at one team size. */
export interface ComparisonRow {
  readonly contender: Contender;
  readonly agents: number;
  /** The setting that is shown. */
  readonly shown: CellResult;
  /** Every setting. */
  readonly all: readonly CellResult[];
}

/** Runs all settings of a contender and shows the best of those that keep the target, else the most cautious one. */
export function runContender(
  experiment: Experiment,
  contender: Contender,
  scenario: Scenario,
  seeds: readonly number[],
): ComparisonRow {
  const all = contender.settings.map((method) => experiment.run({ scenario, method, seeds }));
  const cautious = all.toSorted((left, right) => left.abandonment - right.abandonment)[0];
  return { contender, agents: scenario.agents, shown: defined(bestInHindsight(all) ?? cautious, 'a setting'), all };
}
