/** How long to wait before the next try: doubling, bounded, and jittered so that what failed together comes back apart. */
import type { Random } from '../lib/random.ts';

/** The first wait after an attempt came back; five of them (1 to 16 s) outlast the usual restart of a gateway. */
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** Milliseconds to wait after `failures` (0 for the first one), between half of the step and all of it. */
export function backoffMs(failures: number, random: Random, firstMs = FIRST_MS, longestMs = LONGEST_MS): number {
  const step = Math.min(longestMs, firstMs * 2 ** Math.min(failures, 30));
  return Math.ceil(step / 2 + (step / 2) * random.next());
}
