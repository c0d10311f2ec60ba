/**
 * Agents of the loopback world, who need nobody: they log in, talk for a while, hang up, do what is left to do and are
 * available again. They accept every preview at once, and let its countdown place the call. They prove nothing about people.
 */
import { lognormal } from '../lib/chance.ts';
import type { Clock } from '../lib/clock.ts';
import { createSeededRandom, type Random } from '../lib/random.ts';
import type { Roster } from './roster.ts';

/** A lognormal duration: mean, and deviation by mean. */
export interface Duration {
  readonly meanSeconds: number;
  readonly cv: number;
}

export interface PoolOrder {
  readonly queueId: string;
  readonly size: number;
  readonly talk: Duration;
  readonly wrap: Duration;
  readonly seed: number;
}

export interface SimulatedPool {
  /** Logs in `size` agents, available; answers their ids. Fewer where the roster is full. */
  enlist(order: PoolOrder): string[];
}

/** The leg of a simulated agent, by which loopback knows that this side ends the talk. */
const legOf = (agentId: string): string => `loopback:${agentId}`;

interface Nature extends Pick<PoolOrder, 'talk' | 'wrap'> {
  readonly random: Random;
}

/** A pool without agents; durations are divided by the speed of the loopback world. */
export function createSimulatedPool(roster: Roster, clock: Clock, speed: number): SimulatedPool {
  const natures = new Map<string, Nature>();
  let enlisted = 0;

  function after({ random }: Nature, { meanSeconds, cv }: Duration, run: () => void): void {
    clock.at(clock.now() + Math.ceil((lognormal(random, meanSeconds, cv) * 1_000) / speed), () => run());
  }

  roster.onChange(({ agentId, to }) => {
    const nature = natures.get(agentId);
    if (nature === undefined) return;
    const agent = roster.agent(agentId);
    // Gone, or already in the next state: whoever listens before us may have acted.
    if (agent === undefined) natures.delete(agentId);
    if (agent?.state !== to) return;
    if (to === 'previewing') agent.preview?.accept();
    if (to === 'onContact') after(nature, nature.talk, () => agent.contact?.hangUp());
    if (to === 'afterContactWork') after(nature, nature.wrap, () => void roster.endAfterContactWork(agentId));
  });

  return {
    enlist({ queueId, size, talk, wrap, seed }) {
      const random = createSeededRandom(seed);
      const agentIds: string[] = [];
      for (let index = 0; index < size; index += 1) {
        enlisted += 1;
        const agentId = `simulated-${enlisted}`;
        if (roster.logIn({ agentId, queueId, leg: legOf(agentId) }) !== 'loggedIn') break;
        natures.set(agentId, { talk, wrap, random });
        agentIds.push(agentId);
        roster.makeAvailable(agentId);
      }
      return agentIds;
    },
  };
}
