import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { knownCampaign } from '../known-campaign.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** The reason behind every InvalidInput that is still remembered. */
export function createListRejections(
  deps: Pick<AdminDeps, 'store' | 'rejections'>,
): OperationOf<typeof ADMIN_SERVICE.operations.ListRejections> {
  return async (_context, { id }) => ({ rejections: deps.rejections.recent((await knownCampaign(deps, id)).id) });
}
