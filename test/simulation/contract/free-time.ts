/** When a campaign was free to contact people, as far as callers know: for finding those whom nobody forgot on purpose. */

export interface FreeTime {
  /** From now on it is, or is not. */
  set(isFree: boolean): void;
  /** The stretches until now. */
  stretches(): readonly { readonly from: number; readonly until: number }[];
}

export function createFreeTime(now: () => number): FreeTime {
  const stretches: { from: number; until: number }[] = [];
  let since: number | undefined;
  return {
    set(isFree) {
      if (isFree) since ??= now();
      else if (since !== undefined) {
        stretches.push({ from: since, until: now() });
        since = undefined;
      }
    },
    stretches: () => (since === undefined ? stretches : [...stretches, { from: since, until: now() }]),
  };
}

/** What is shorter than this is no chance: a carrier that throttles is left alone for a while. */
const CHANCE_MS = 10 * 60_000;

/** A stretch in which a request that waited from `from` to `until` should have been tried; undefined when there is none. */
export function missedChance(
  stretches: readonly { readonly from: number; readonly until: number }[],
  { from, until }: { readonly from: number; readonly until: number },
  isOpenAt: (at: number) => boolean,
): number | undefined {
  for (const stretch of stretches) {
    const first = Math.max(from, stretch.from);
    const last = Math.min(until, stretch.until);
    for (let at = first; at + CHANCE_MS <= last; at += CHANCE_MS) {
      // Windows begin and end at half hours, so what is open at both ends is open between.
      if (isOpenAt(at) && isOpenAt(at + CHANCE_MS)) return at;
    }
  }
  return undefined;
}
