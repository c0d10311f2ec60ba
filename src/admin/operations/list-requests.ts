import { validationError } from '../../api/protocol/errors.ts';
import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { knownCampaign } from '../known-campaign.ts';
import { logReveal } from '../log-reveal.ts';
import { DEFAULT_LIMIT } from '../shapes/scalars.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';
import { shownRequest } from '../shown-request.ts';

/** A page of a campaign's requests, in the order of acceptance. */
export function createListRequests(
  deps: Pick<AdminDeps, 'store' | 'log'>,
): OperationOf<typeof ADMIN_SERVICE.operations.ListRequests> {
  return async (context, { id, state, limit = DEFAULT_LIMIT, cursor, reveal = false }) => {
    const campaign = await knownCampaign(deps, id);
    const page = await deps.store.requests.requests({
      campaignId: campaign.id,
      limit,
      ...(state !== undefined && { state }),
      ...(cursor !== undefined && { cursor: readCursor(cursor) }),
    });
    if (reveal) logReveal(deps.log, context, page.requests.length);
    return {
      requests: page.requests.map((record) => shownRequest(record, reveal)),
      cursor: page.cursor === undefined ? undefined : String(page.cursor),
    };
  };
}

function readCursor(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw validationError('The cursor is not one of this listing');
  return Number(text);
}
