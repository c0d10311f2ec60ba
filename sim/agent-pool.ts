/** The simulated agents: what each is doing, who has been free the longest, and when each will be free again. */
import type { Recorder } from './recorder.ts';

export type AgentStage = 'free' | 'talking' | 'wrapping' | 'away';

export interface SimulatedAgent {
  readonly id: number;
  readonly stage: AgentStage;
  readonly since: number;
  /** When the present talk and wrap will be over; known to the oracle. */
  freeAt: number;
  wrapSeconds: number;
  onBreakUntil: number;
}

export interface AgentPool {
  readonly agents: readonly SimulatedAgent[];
  enter(agent: SimulatedAgent, stage: AgentStage, t: number): void;
  /** The agent who has been free the longest. */
  firstFree(): SimulatedAgent | undefined;
  count(stage: AgentStage): number;
  /** How many are free, or will be by `until`, breaks taken into account. */
  freeBy(until: number, now: number): number;
  /** Records the time of everyone's last stage. */
  close(t: number): void;
}

/** A pool of agents who are all free at 0. */
export function createAgentPool(size: number, recorder: Recorder): AgentPool {
  const agents = Array.from({ length: size }, (_, id) => ({
    id,
    stage: 'free' as AgentStage,
    since: 0,
    freeAt: 0,
    wrapSeconds: 0,
    onBreakUntil: 0,
  }));
  const free: SimulatedAgent[] = [...agents];
  const counts = { free: size, talking: 0, wrapping: 0, away: 0 };

  return {
    agents,
    enter({ id }, stage, t) {
      const agent = agents[id];
      if (agent === undefined) return;
      recorder.agentTime(agent.stage, t - agent.since);
      if (agent.stage === 'free') free.splice(free.indexOf(agent), 1);
      if (stage === 'free') free.push(agent);
      counts[agent.stage] -= 1;
      counts[stage] += 1;
      agent.stage = stage;
      agent.since = t;
    },
    firstFree: () => free[0],
    count: (stage) => counts[stage],
    freeBy: (until, now) =>
      agents.filter(
        ({ stage, freeAt, onBreakUntil }) =>
          stage === 'free' || (stage !== 'away' && freeAt <= until && onBreakUntil <= now),
      ).length,
    close(t) {
      for (const agent of agents) recorder.agentTime(agent.stage, t - agent.since);
    },
  };
}
