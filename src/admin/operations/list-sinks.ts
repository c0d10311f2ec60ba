import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** Where each sink stands. */
export function createListSinks({
  sinks,
}: Pick<AdminDeps, 'sinks'>): OperationOf<typeof ADMIN_SERVICE.operations.ListSinks> {
  return async () => ({
    sinks: (await sinks.figures()).map(({ sink, cursor, ...figures }) => ({
      ...figures,
      name: sink,
      cursor: String(cursor),
    })),
  });
}
