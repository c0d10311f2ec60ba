import type { OperationOf } from '../../api/protocol/operation.ts';
import { CHANNEL_SUBTYPES } from '../../domain/channel-subtype.ts';
import type { AdminDeps } from '../admin-deps.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** How many entries the suppression list of an instance has. */
export function createCountSuppression({
  store,
}: Pick<AdminDeps, 'store'>): OperationOf<typeof ADMIN_SERVICE.operations.CountSuppression> {
  return async (_context, { instanceId }) => {
    const { total, everyChannel, byChannel } = await store.recipients.suppressionCounts(instanceId);
    const channels = CHANNEL_SUBTYPES.flatMap((channelSubtype) => {
      const entries = byChannel[channelSubtype];
      return entries === undefined ? [] : [{ channelSubtype, entries }];
    });
    return { total, everyChannel, channels };
  };
}
