/**
 * A dialler after VICIdial's documented rules (AST_VDadapt.pl and AST_VDauto_dial.pl, 2013, method ADAPT_HARD_LIMIT):
 * the dial level counts calls, connected ones included, per logged-in agent. Every 15 s it grows with the agents who
 * wait for calls and shrinks with the calls that wait for agents; once 50 calls have been made, it is one for as long as
 * the drop rate of the day, worked out every 60 s, is over its limit. Written anew from that description, not taken from its code.
 */
import { fillUpTo, type Method } from '../dialer.ts';

const ADAPT_SECONDS = 15;
const DROP_CHECK_SECONDS = 60;
const SAMPLES = 15;
const LEAST_CALLS = 50;

/** The rules with this cap on the level (adaptive_maximum_level, 3.0 by default). */
export function vicidial(maximumLevel: number): Method {
  return {
    name: `VICIdial-like, level up to ${maximumLevel}`,
    create({ targetRate }) {
      let level = 1;
      let isOverLimit = false;
      const samples: { readonly difference: number; readonly agents: number }[] = [];
      return {
        tick(desk, t) {
          samples.push({ difference: desk.free() - desk.waiting(), agents: desk.loggedIn() });
          if (samples.length > SAMPLES) samples.shift();
          if (t > 0 && t % ADAPT_SECONDS === 0) {
            const agents = samples.reduce((total, sample) => total + sample.agents, 0);
            const difference = samples.reduce((total, sample) => total + sample.difference, 0);
            level = Math.min(maximumLevel, Math.max(1, level * (1 + difference / Math.max(1, agents))));
          }
          if (t % DROP_CHECK_SECONDS === 0) {
            isOverLimit = desk.dialled() > LEAST_CALLS && desk.abandoned() > targetRate * desk.answered();
          }
          if (isOverLimit) level = 1;
          const connected = desk.talking();
          return fillUpTo(desk, level * desk.loggedIn() - connected - desk.waiting());
        },
      };
    },
  };
}
