import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { readDefinition, shownSegment } from '../segment-definition.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** Adds or replaces a segment of the caller's account; campaigns see the change at their next snapshot. */
export function createPutSegment({
  store,
  clock,
}: Pick<AdminDeps, 'store' | 'clock'>): OperationOf<typeof ADMIN_SERVICE.operations.PutSegment> {
  return async ({ account }, { name, ...members }) => {
    const segment = { account, name, changedAt: clock.now(), definition: readDefinition(members) };
    await store.directory.putSegment(segment);
    return shownSegment(segment);
  };
}
