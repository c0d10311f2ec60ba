import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { knownCampaign } from '../known-campaign.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** The counters of one campaign at its last commit. */
export function createGetCounters(
  deps: Pick<AdminDeps, 'store'>,
): OperationOf<typeof ADMIN_SERVICE.operations.GetCounters> {
  return async (_context, { id }) => deps.store.requests.counters((await knownCampaign(deps, id)).id);
}
