import type { OperationOf } from '../../api/protocol/operation.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { conflict } from '../shapes/errors.ts';
import { DEFAULT_LIMIT } from '../shapes/scalars.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** What went out to nobody; unmasked, since a test looks for what it has put in. */
export function createListLoopbackMessages({
  loopback,
}: Pick<AdminDeps, 'loopback'>): OperationOf<typeof ADMIN_SERVICE.operations.ListLoopbackMessages> {
  return (_context, { to, campaign, limit = DEFAULT_LIMIT }) => {
    if (loopback === undefined) throw conflict('No loopback channel is connected');
    const messages = loopback.messages({
      limit,
      ...(to !== undefined && { to }),
      ...(campaign !== undefined && { campaignId: campaign.toLowerCase() }),
    });
    return { messages };
  };
}
