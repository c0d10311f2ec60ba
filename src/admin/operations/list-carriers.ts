import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** How each carrier stands. */
export function createListCarriers({
  carriers,
}: Pick<AdminDeps, 'carriers'>): OperationOf<typeof ADMIN_SERVICE.operations.ListCarriers> {
  return async () => ({
    carriers: carriers.figures().map(({ carrier, kind, waiting, underWay, connections, isResting, byResult }) => ({
      name: carrier,
      kind,
      state: isResting ? 'resting' : 'taking',
      waiting,
      underWay,
      ...(connections !== undefined && { connections }),
      ...byResult,
    })),
  });
}
