import { validationError } from '../../api/protocol/errors.ts';
import type { OperationOf } from '../../api/protocol/operation.ts';
import type { Instant } from '../../lib/clock.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { conflict } from '../shapes/errors.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** The last instant that the wire can write. */
const LATEST: Instant = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Plays every timer up to the target and answers when all that they began is done. */
export function createAdvanceClock({
  clock,
  virtualClock,
}: Pick<AdminDeps, 'clock' | 'virtualClock'>): OperationOf<typeof ADMIN_SERVICE.operations.AdvanceClock> {
  return async (_context, { by, to }) => {
    if (virtualClock === undefined) throw conflict('The clock is real: start the service with --clock virtual');
    if ((by === undefined) === (to === undefined)) throw validationError('Give one of by and to');
    const target = to ?? clock.now() + durationMs(by ?? '');
    if (target < clock.now()) throw validationError('A virtual clock only goes forward');
    if (target > LATEST) throw validationError('The clock cannot go beyond the year 9999');
    return virtualClock.advanceTo(target);
  };
}

/** ISO 8601, as checked by the shape: days, hours, minutes and seconds, of which each is always as long. */
function durationMs(duration: string): number {
  const [, days, hours, minutes, seconds] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(duration) ?? [];
  const inSeconds = ((Number(days ?? 0) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)) * 60;
  return Math.round((inSeconds + Number(seconds ?? 0)) * 1_000);
}
