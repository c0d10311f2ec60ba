/** Gauges of agents, queues and campaigns that dial ahead, asked for at a scrape. */
import type { Roster } from '../agents/roster.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { AGENT_STATES } from '../domain/agent-states.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { CAMPAIGNS_SHOWN } from './collect-events.ts';

/** Queues with metrics of their own, the largest: few enough for a dashboard. */
export const QUEUES_SHOWN = 20;

const MODES = ['predictive', 'progressive', 'stale'] as const;

export interface ObservedFloor {
  readonly agents: Pick<Roster, 'agents'>;
  readonly dispatcher: Pick<Dispatcher, 'floorFigures'>;
}

/** Sets them; those of queues and campaigns that are no longer among the largest go. */
export function collectAgents(metrics: Metrics, { agents, dispatcher }: ObservedFloor): void {
  const { queues, pacing } = dispatcher.floorFigures();
  collectQueues(metrics, agents, queues);
  collectPacing(metrics, pacing);
}

type FloorFigures = ReturnType<Dispatcher['floorFigures']>;

function collectQueues(metrics: Metrics, roster: ObservedFloor['agents'], queues: FloorFigures['queues']): void {
  const waiting = new Map<string, number>(queues.map((queue) => [queue.queueId, queue.waiting]));
  const states = new Map<string, Map<string, number>>(queues.map(({ queueId }) => [queueId, new Map()]));
  for (const { queueId, state } of roster.agents()) {
    const ofQueue = states.get(queueId) ?? new Map<string, number>();
    ofQueue.set(state, (ofQueue.get(state) ?? 0) + 1);
    states.set(queueId, ofQueue);
  }
  const shown = [...states]
    .map(([queue, byState]) => ({ queue, byState, people: sum(byState.values()) + (waiting.get(queue) ?? 0) }))
    .toSorted((left, right) => right.people - left.people)
    .slice(0, QUEUES_SHOWN);
  metrics.replace(
    'campanile_agents',
    shown.flatMap(({ queue, byState }) =>
      AGENT_STATES.map((state) => ({ labels: { queue, state }, value: byState.get(state) ?? 0 })),
    ),
  );
  metrics.replace(
    'campanile_calls_waiting',
    shown.map(({ queue }) => ({ labels: { queue }, value: waiting.get(queue) ?? 0 })),
  );
}

function collectPacing(metrics: Metrics, pacing: FloorFigures['pacing']): void {
  const shown = pacing.toSorted((left, right) => right.inFlight - left.inFlight).slice(0, CAMPAIGNS_SHOWN);
  const one = (figureOf: (figures: (typeof shown)[number]) => number | undefined) =>
    shown.flatMap((figures) => {
      const value = figureOf(figures);
      return value === undefined ? [] : [{ labels: { campaign: figures.campaignId }, value }];
    });
  metrics.replace(
    'campanile_predictive_mode',
    shown.flatMap(({ campaignId, mode }) =>
      MODES.map((each) => ({ labels: { campaign: campaignId, mode: each }, value: each === mode ? 1 : 0 })),
    ),
  );
  metrics.replace(
    'campanile_predictive_theta',
    one(({ theta }) => theta),
  );
  metrics.replace(
    'campanile_predictive_calls_in_flight',
    one(({ inFlight }) => inFlight),
  );
  metrics.replace(
    'campanile_predictive_overdial_ratio',
    one(({ inFlight, freeAgents }) => (freeAgents === 0 ? undefined : inFlight / freeAgents)),
  );
  metrics.replace(
    'campanile_predictive_abandonment_rate',
    one(({ thirtyDayRate }) => thirtyDayRate),
  );
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
