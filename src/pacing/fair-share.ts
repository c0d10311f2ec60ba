/**
 * Divides a scarce capacity among those that want it, by weight: start-time fair queueing (Goyal, Vin and Cheng 1996).
 * Nobody who wants something starves, what one does not want the others get, and who was idle comes back without a debt
 * owed to him. AWS words the same as "dialing capacity allocation, weighted among campaigns that are actively dialing"
 * (admin guide, outbound campaigns best practices).
 */
export interface Entrant {
  readonly id: string;
  /** Above 0. */
  readonly weight: number;
  /** How many units it could use now. */
  readonly wanted: number;
}

export interface FairShare {
  /** Units for each entrant, together min(amount, everything wanted); charged at once. */
  divide(entrants: readonly Entrant[], amount: number): Map<string, number>;
  /** An entrant did not use some of what it was given: uncharged, so that it is not the poorer for it. */
  giveBack(entrant: Pick<Entrant, 'id' | 'weight'>, count: number): void;
  /** Forgets who is gone. */
  forget(id: string): void;
}

/** A share in which nobody has got anything yet. */
export function createFairShare(): FairShare {
  /** The virtual time: the start tag of the unit given last. */
  let served = 0;
  /** Of each entrant, the virtual time at which what it was given is paid for. */
  const paidUntil = new Map<string, number>();

  return {
    divide(entrants, amount) {
      const given = new Map<string, number>();
      const waiting = entrants
        .filter((entrant) => entrant.wanted > 0)
        .map((entrant) => ({
          ...entrant,
          start: Math.max(served, paidUntil.get(entrant.id) ?? 0),
          left: entrant.wanted,
        }));
      for (let unit = 0; unit < amount && waiting.length > 0; unit += 1) {
        const next = earliest(waiting);
        const entrant = waiting[next];
        if (entrant === undefined) break;
        served = entrant.start;
        entrant.start += 1 / entrant.weight;
        entrant.left -= 1;
        paidUntil.set(entrant.id, entrant.start);
        given.set(entrant.id, (given.get(entrant.id) ?? 0) + 1);
        if (entrant.left === 0) waiting.splice(next, 1);
      }
      return given;
    },
    giveBack({ id, weight }, count) {
      const paid = paidUntil.get(id);
      if (paid !== undefined) paidUntil.set(id, paid - count / weight);
    },
    forget(id) {
      paidUntil.delete(id);
    },
  };
}

/** The place of the smallest start tag; the first one of equals, so that the order of the entrants decides ties. */
function earliest(waiting: readonly { readonly start: number }[]): number {
  let best = 0;
  for (let index = 1; index < waiting.length; index += 1) {
    if ((waiting[index]?.start ?? 0) < (waiting[best]?.start ?? 0)) best = index;
  }
  return best;
}
