/**
 * What the pacer must reach, on seeds that it was never tuned on. The figures were set before it was written, by a
 * prototype in another simulator of the same description; a row that is not met is printed as such and fails the run.
 */
import { mrb } from './dialers/mrb.ts';
import { createExperiment, type Experiment } from './experiment.ts';
import { CONTENDERS, runContender } from './methods.ts';
import { createProgress } from './progress.ts';
import { baseScenario, type Scenario, VARIANTS } from './scenario.ts';
import { formatTable, percent } from './table.ts';

interface Demand {
  readonly agents: number;
  readonly occupancy: number;
  readonly occupancyCancelling: number;
  readonly dialsPerConnect: number;
  readonly dialsPerConnectCancelling: number;
  /** At a target of 1 %, without cancelling. */
  readonly occupancyAtOnePercent: number;
}

interface Verdict {
  readonly row: string;
  readonly demanded: string;
  readonly reached: string;
  readonly isMet: boolean;
}

const HELD_OUT_SEEDS = [2001, 2002, 2003, 2004, 2005];
/** A shift of 500 agents has as many calls as ten of 50. */
const LARGE_TEAM_SEEDS = HELD_OUT_SEEDS.slice(0, 2);
const HOUR_SECONDS = 3600;

const DEMANDS: readonly Demand[] = [
  demand(5, [0.735, 0.76], [4.7, 5.6], 0.68),
  demand(10, [0.795, 0.82], [4.7, 5.4], 0.75),
  demand(25, [0.87, 0.88], [4.7, 5.0], 0.83),
  demand(50, [0.915, 0.915], [4.7, 4.9], 0.885),
  demand(100, [0.94, 0.94], [4.6, 4.6], 0.92),
  demand(500, [0.975, 0.975], [4.4, 4.4], 0.965),
];

/** Checks every row, prints them, and says whether all are met. `teams` leaves out team sizes, for a quick look. */
export function checkAcceptance(teams: readonly number[] = DEMANDS.map(({ agents }) => agents)): boolean {
  const demands = DEMANDS.filter(({ agents }) => teams.includes(agents));
  const progress = createProgress('checking', 3 * demands.reduce((total, one) => total + shiftHours(one.agents), 0));
  const experiment = createExperiment(progress.advance);
  const verdicts = [
    ...demands.flatMap((one) => [
      ...checkTeam(experiment, one, false),
      ...checkTeam(experiment, one, true),
      ...checkOnePercent(experiment, one),
      ...checkBaselines(experiment, one),
    ]),
    ...(teams.includes(50) ? [...checkRollingHour(experiment), ...checkStress(experiment)] : []),
  ];
  progress.finish();
  const rows = verdicts.map(({ row, demanded, reached, isMet }) => [row, demanded, reached, isMet ? 'met' : 'NOT MET']);
  const met = verdicts.filter(({ isMet }) => isMet).length;
  process.stdout.write(
    `${formatTable(['row', 'demanded', 'reached', ''], rows)}\n\n${met} of ${rows.length} rows met\n`,
  );
  return met === verdicts.length;
}

function checkTeam(experiment: Experiment, one: Demand, allowCancel: boolean): readonly Verdict[] {
  const scenario = baseScenario(one.agents);
  const cell = experiment.run({ scenario, method: mrb(allowCancel), seeds: seedsFor(one.agents) });
  const name = `${one.agents} agents${allowCancel ? ', cancelling' : ''}`;
  return [
    atLeast(`${name}: occupancy`, allowCancel ? one.occupancyCancelling : one.occupancy, cell.occupancy),
    atMost(`${name}: abandonment of every run`, scenario.targetRate, cell.worstAbandonment),
    plain(
      `${name}: dials per connect`,
      allowCancel ? one.dialsPerConnectCancelling : one.dialsPerConnect,
      cell.dialsPerConnect,
    ),
  ];
}

function checkOnePercent(experiment: Experiment, one: Demand): readonly Verdict[] {
  const scenario = { ...baseScenario(one.agents), targetRate: 0.01 };
  const cell = experiment.run({ scenario, method: mrb(false), seeds: seedsFor(one.agents) });
  const name = `${one.agents} agents, target 1 %`;
  return [
    atLeast(`${name}: occupancy`, one.occupancyAtOnePercent, cell.occupancy),
    atMost(`${name}: abandonment of every run`, scenario.targetRate, cell.worstAbandonment),
  ];
}

/** From ten agents on, no baseline that keeps the target in the mean may keep the agents as busy. */
function checkBaselines(experiment: Experiment, one: Demand): readonly Verdict[] {
  if (one.agents < 10) return [];
  const scenario = baseScenario(one.agents);
  const seeds = seedsFor(one.agents);
  const ours = experiment.run({ scenario, method: mrb(false), seeds }).occupancy;
  return CONTENDERS.filter(({ kind }) => kind === 'baseline').map((contender) => {
    const { shown } = runContender(experiment, contender, scenario, seeds);
    const keepsTarget = shown.abandonment <= scenario.targetRate;
    return {
      row: `${one.agents} agents: beats ${contender.label}`,
      demanded: keepsTarget ? `> ${percent(shown.occupancy)} %` : `(abandons ${percent(shown.abandonment, 2)} %)`,
      reached: `${percent(ours)} %`,
      isMet: !keepsTarget || ours > shown.occupancy,
    };
  });
}

function checkRollingHour(experiment: Experiment): readonly Verdict[] {
  const scenario: Scenario = { ...baseScenario(50), windowSeconds: HOUR_SECONDS };
  const cell = experiment.run({ scenario, method: mrb(true), seeds: HELD_OUT_SEEDS });
  const name = '50 agents, rolling hour, cancelling';
  return [
    atLeast(`${name}: occupancy`, 0.9, cell.occupancy),
    atMost(`${name}: worst hour of every run`, 0.033, Math.max(...cell.runs.map((run) => run.worstHour))),
  ];
}

function checkStress(experiment: Experiment): readonly Verdict[] {
  const scenario: Scenario = { ...baseScenario(50), ...VARIANTS['stress'] };
  const cell = experiment.run({ scenario, method: mrb(true), seeds: HELD_OUT_SEEDS });
  const name = '50 agents, stress, cancelling';
  return [
    atLeast(`${name}: occupancy`, 0.9, cell.occupancy),
    atMost(`${name}: abandonment of every run`, scenario.targetRate, cell.worstAbandonment),
  ];
}

function demand(
  agents: number,
  [occupancy, occupancyCancelling]: readonly [number, number],
  [dialsPerConnect, dialsPerConnectCancelling]: readonly [number, number],
  occupancyAtOnePercent: number,
): Demand {
  return { agents, occupancy, occupancyCancelling, dialsPerConnect, dialsPerConnectCancelling, occupancyAtOnePercent };
}

function seedsFor(agents: number): readonly number[] {
  return agents >= 500 ? LARGE_TEAM_SEEDS : HELD_OUT_SEEDS;
}

function shiftHours(agents: number): number {
  const settings = CONTENDERS.reduce((total, contender) => total + contender.settings.length, 0);
  return (baseScenario(agents).hours * seedsFor(agents).length * (settings - 1)) / 3;
}

function atLeast(row: string, demanded: number, reached: number): Verdict {
  return {
    row,
    demanded: `>= ${percent(demanded)} %`,
    reached: `${percent(reached)} %`,
    isMet: reached >= demanded,
  };
}

function atMost(row: string, demanded: number, reached: number): Verdict {
  return {
    row,
    demanded: `<= ${percent(demanded)} %`,
    reached: `${percent(reached, 2)} %`,
    isMet: reached <= demanded,
  };
}

function plain(row: string, demanded: number, reached: number): Verdict {
  return { row, demanded: `<= ${demanded.toFixed(1)}`, reached: reached.toFixed(2), isMet: reached <= demanded };
}
