import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { notFound } from '../shapes/errors.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** Deletes a segment; the active campaigns that name it have failed when this answers. */
export function createDeleteSegment({
  store,
  segmentDeleted,
}: Pick<AdminDeps, 'store' | 'segmentDeleted'>): OperationOf<typeof ADMIN_SERVICE.operations.DeleteSegment> {
  return async ({ account }, { name }) => {
    if (!(await store.directory.deleteSegment(account, name))) throw notFound('segment');
    await segmentDeleted(account, name);
  };
}
