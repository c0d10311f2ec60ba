/**
 * A bound, not a rival: it knows at once what will become of each call it has dialled and when each agent will be
 * free, and dials blindly from the list until as many people are under way as agents will be free `lead` seconds from
 * now. No dialler can know that much.
 */
import type { Method } from '../dialer.ts';

export function oracle(leadSeconds: number): Method {
  return {
    name: `oracle, ${leadSeconds} s ahead`,
    create: () => ({
      tick(desk, t) {
        const agents = desk.truth.agentsFreeBy(t + leadSeconds) - desk.waiting();
        const most = 4 * desk.loggedIn() + 8;
        for (let placed = 0; desk.truth.peopleUnderWay() < agents && placed < most; placed += 1) desk.place();
        return undefined;
      },
    }),
  };
}
