import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { shownSegment } from '../segment-definition.ts';
import { DEFAULT_LIMIT } from '../shapes/scalars.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** A page of the segments of the caller's account, by name. */
export function createListSegments({
  store,
}: Pick<AdminDeps, 'store'>): OperationOf<typeof ADMIN_SERVICE.operations.ListSegments> {
  return async ({ account }, { limit = DEFAULT_LIMIT, cursor: after }) => {
    const segments = await store.directory.segments({ account, limit, ...(after !== undefined && { after }) });
    const last = segments.length === limit ? segments.at(-1) : undefined;
    return { segments: segments.map(shownSegment), cursor: last?.name };
  };
}
