import type { OperationOf } from '../../api/protocol/operation.ts';
import { renderEvent } from '../../events/render.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { DEFAULT_LIMIT } from '../shapes/scalars.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** Events after a sequence number; a reader who gives the last one it saw misses none. */
export function createListEvents({
  store,
}: Pick<AdminDeps, 'store'>): OperationOf<typeof ADMIN_SERVICE.operations.ListEvents> {
  return async (_context, { after = '0', limit = DEFAULT_LIMIT }) => {
    const events = (await store.events.read(Number(after), limit)).map(renderEvent);
    return { events, last: events.at(-1)?.sequence ?? after };
  };
}
