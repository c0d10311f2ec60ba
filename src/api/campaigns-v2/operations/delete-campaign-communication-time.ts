/** DeleteCampaignCommunicationTime: the windows of one channel, before the start. */
import { CHANNEL_MEMBERS } from '../../../domain/channel-subtype.ts';
import { changeDefinition } from '../change-definition.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** The other channels and the time zones stay; to delete windows that are not there is no error. */
export function deleteCampaignCommunicationTime(deps: OperationDeps): Operations['DeleteCampaignCommunicationTime'] {
  return (context, { id, config }) =>
    changeDefinition(deps, context, id, (definition) => {
      if (definition.communicationTimeConfig === undefined) return definition;
      const { [CHANNEL_MEMBERS[config]]: _deleted, ...communicationTimeConfig } = definition.communicationTimeConfig;
      return { ...definition, communicationTimeConfig };
    });
}
