import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { conflict } from '../shapes/errors.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** Begins again with an empty store; keys and the id key stay. */
export function createReset({ reset }: Pick<AdminDeps, 'reset'>): OperationOf<typeof ADMIN_SERVICE.operations.Reset> {
  return async () => {
    if (reset === undefined) throw conflict('A real carrier is connected: nothing is forgotten');
    await reset();
  };
}
