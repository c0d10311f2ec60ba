import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { notFound } from '../shapes/errors.ts';
import { DEFAULT_LIMIT } from '../shapes/scalars.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** Delivers the oldest dead letters of a sink once more and answers how that went. */
export function createReplaySink({
  sinks,
}: Pick<AdminDeps, 'sinks'>): OperationOf<typeof ADMIN_SERVICE.operations.ReplaySink> {
  return async (_context, { name, limit = DEFAULT_LIMIT }) => {
    const replayed = await sinks.replay(name, limit);
    if (replayed === undefined) throw notFound('sink');
    return replayed;
  };
}
