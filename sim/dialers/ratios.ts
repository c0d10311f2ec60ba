/** The two simplest rules: one call per free agent, and a fixed number of them. */
import { fillUpTo, type Method } from '../dialer.ts';

/** One call in flight per free agent: nobody is ever abandoned while agents stay. */
export const progressive: Method = {
  name: 'progressive',
  create: () => ({ tick: (desk) => fillUpTo(desk, desk.free() - desk.waiting()) }),
};

/** So many calls in flight per free agent. */
export function fixedRatio(callsPerAgent: number): Method {
  return {
    name: `fixed ${callsPerAgent} per free agent`,
    create: () => ({ tick: (desk) => fillUpTo(desk, callsPerAgent * (desk.free() - desk.waiting())) }),
  };
}
