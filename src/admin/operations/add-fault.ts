import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { conflict } from '../shapes/errors.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** Makes the next `count` attempts on a loopback channel go wrong. */
export function createAddFault({
  loopback,
}: Pick<AdminDeps, 'loopback'>): OperationOf<typeof ADMIN_SERVICE.operations.AddFault> {
  return (_context, { channel, kind, count = 1 }) => {
    if (loopback === undefined) throw conflict('No loopback channel is connected');
    if (!loopback.addFault({ channel, kind, count })) throw conflict('Too many faults wait already: reset first');
  };
}
