/**
 * The textbook rule: dial while the answers expected of all calls in flight, plus z deviations, stay below the agents
 * expected to be free when they come. Answer share and service times are learned as plain means; there is no feedback
 * from the abandonment rate. z = 1.88 leaves 3 % above; the tables also show the z that would have been best.
 */
import type { Desk, Method, Observer } from '../dialer.ts';

/** From a dial to a recognised person, in the mean: set-up, ringing, detection. */
const LEAD_SECONDS = 15;
const MEMORY_CALLS = 1000;

export function normalRule(z: number): Method {
  return {
    name: `normal approximation, z = ${z}`,
    create: () => {
      const learned = createMeans();
      return {
        observer: learned.observer,
        tick(desk) {
          const p = learned.answerShare();
          const back = learned.chanceBack();
          const mean = {
            agents: desk.free() - desk.waiting() + desk.talking() * back.talking + desk.wrapping() * back.wrapping,
          };
          const agentVariance =
            desk.talking() * back.talking * (1 - back.talking) + desk.wrapping() * back.wrapping * (1 - back.wrapping);
          while (mayPlace(desk, p, mean.agents, agentVariance, z)) desk.place();
          return undefined;
        },
      };
    },
  };
}

function mayPlace(desk: Desk, p: number, agents: number, agentVariance: number, z: number): boolean {
  const calls = desk.inFlight() + 1;
  if (calls <= desk.free() - desk.waiting()) return true;
  if (calls > 4 * desk.loggedIn() + 8) return false;
  return calls * p + z * Math.sqrt(calls * p * (1 - p) + agentVariance) <= agents;
}

function createMeans(): {
  readonly observer: Observer;
  answerShare(): number;
  chanceBack(): { readonly talking: number; readonly wrapping: number };
} {
  const calls = { people: 12, all: 40 };
  const talk = { seconds: 600, count: 5 };
  const wrap = { seconds: 150, count: 5 };
  const since = new Map<string | number, number>();

  function countCall(isPerson: boolean): void {
    calls.all += 1;
    if (isPerson) calls.people += 1;
    if (calls.all <= MEMORY_CALLS) return;
    calls.all /= 2;
    calls.people /= 2;
  }

  function countService(total: { seconds: number; count: number }, agentId: string | number, t: number): void {
    total.seconds += t - (since.get(agentId) ?? t);
    total.count += 1;
    since.set(agentId, t);
  }

  return {
    observer: {
      onClassified: (_callId, human) => (human ? countCall(true) : undefined),
      onEnded: () => countCall(false),
      onConnected: (_callId, agentId, t) => void since.set(agentId, t),
      onTalkEnded: (agentId, t) => countService(talk, agentId, t),
      onWrapEnded: (agentId, t) => countService(wrap, agentId, t),
    },
    answerShare: () => calls.people / calls.all,
    chanceBack() {
      // Both services taken as exponential: a wrap ends within the lead, a talk and the wrap after it do.
      const talkRate = talk.count / talk.seconds;
      const wrapRate = Math.max(wrap.count / wrap.seconds, 1.01 * talkRate);
      const wrapping = 1 - Math.exp(-wrapRate * LEAD_SECONDS);
      const overtake =
        (Math.exp(-talkRate * LEAD_SECONDS) - Math.exp(-wrapRate * LEAD_SECONDS)) / (wrapRate - talkRate);
      return { wrapping, talking: 1 - Math.exp(-talkRate * LEAD_SECONDS) - talkRate * overtake };
    },
  };
}
