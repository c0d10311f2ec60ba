import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** Where the business clock stands. */
export function createGetClock({
  clock,
  virtualClock,
}: Pick<AdminDeps, 'clock' | 'virtualClock'>): OperationOf<typeof ADMIN_SERVICE.operations.GetClock> {
  return () => ({ now: clock.now(), kind: virtualClock === undefined ? 'real' : 'virtual' });
}
