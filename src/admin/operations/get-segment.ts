import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { shownSegment } from '../segment-definition.ts';
import { notFound } from '../shapes/errors.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** One segment of the caller's account. */
export function createGetSegment({
  store,
}: Pick<AdminDeps, 'store'>): OperationOf<typeof ADMIN_SERVICE.operations.GetSegment> {
  return async ({ account }, { name }) => {
    const segment = await store.directory.segment(account, name);
    if (segment === undefined) throw notFound('segment');
    return shownSegment(segment);
  };
}
