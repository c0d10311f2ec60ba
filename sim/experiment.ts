/** Runs methods over scenarios and seeds, each run once, and sums them up. */
import { simulate } from './centre.ts';
import type { Method } from './dialer.ts';
import type { RunResult } from './recorder.ts';
import type { Scenario } from './scenario.ts';

/** One method in one scenario over some seeds. */
export interface Cell {
  readonly scenario: Scenario;
  readonly method: Method;
  readonly seeds: readonly number[];
}

export interface CellResult extends Cell {
  readonly runs: readonly RunResult[];
  readonly occupancy: number;
  readonly abandonment: number;
  /** Of the worst run. */
  readonly worstAbandonment: number;
  readonly runsOver: number;
  readonly dialsPerConnect: number;
  readonly idleSeconds: number;
}

export interface Experiment {
  /** The result of a cell; a run that was made before is not made again. */
  run(cell: Cell): CellResult;
}

/** An experiment that says after each run how many seconds of shift it simulated. */
export function createExperiment(onRun: (shiftHours: number) => void): Experiment {
  const known = new Map<string, RunResult>();

  function runOnce(scenario: Scenario, method: Method, seed: number): RunResult {
    const key = JSON.stringify([scenario, method.name, seed]);
    const result = known.get(key) ?? simulate(scenario, method, seed);
    if (!known.has(key)) onRun(scenario.hours);
    known.set(key, result);
    return result;
  }

  return {
    run(cell) {
      const runs = cell.seeds.map((seed) => runOnce(cell.scenario, cell.method, seed));
      return {
        ...cell,
        runs,
        occupancy: mean(runs.map((run) => run.occupancy)),
        abandonment: mean(runs.map((run) => run.abandonment)),
        worstAbandonment: Math.max(...runs.map((run) => run.abandonment)),
        runsOver: runs.filter((run) => run.abandonment > cell.scenario.targetRate).length,
        dialsPerConnect: mean(runs.map((run) => run.dialsPerConnect)),
        idleSeconds: mean(runs.map((run) => run.idleSeconds)),
      };
    },
  };
}

/** Of several settings of one method, the one with the highest occupancy in the mean at or under the target. */
export function bestInHindsight(results: readonly CellResult[]): CellResult | undefined {
  return results
    .filter((result) => result.abandonment <= result.scenario.targetRate)
    .toSorted((left, right) => right.occupancy - left.occupancy)[0];
}

export function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
}
