/** How a profile enters a campaign that has a source: by which channel, and with what. */
import type { CampaignDefinition } from './campaign.ts';
import { CHANNEL_MEMBERS, type ChannelSubtype } from './channel-subtype.ts';
import type { Profile } from './profile.ts';
import type { ChannelSubtypeParameters, RequestContent } from './request-content.ts';

/** The order in which a channel is chosen: the quickest to reach a person first. */
const PREFERENCE: readonly ChannelSubtype[] = ['TELEPHONY', 'SMS', 'EMAIL', 'WHATSAPP'];

export interface ProfileEntry {
  /** Absent when the profile has no address for any channel of the campaign. */
  readonly channelSubtype?: ChannelSubtype;
  readonly content: RequestContent;
}

/**
 * The content for the first channel that the campaign configures and the profile has an address for, with the attributes
 * of the profile as parameters; without a channel when there is none (the dispatcher suppresses that one).
 */
export function profileEntry(
  profile: Profile,
  definition: Pick<CampaignDefinition, 'channelSubtypeConfig' | 'communicationTimeConfig'>,
): ProfileEntry {
  for (const channelSubtype of PREFERENCE) {
    if (definition.channelSubtypeConfig?.[CHANNEL_MEMBERS[channelSubtype]] === undefined) continue;
    const parameters = parametersFor(channelSubtype, profile);
    if (parameters !== undefined) {
      const { profileId } = profile;
      return { channelSubtype, content: { ...parameters, profileId, ...whereaboutsFor(profile, definition) } };
    }
  }
  return { content: { profileId: profile.profileId } };
}

/** A campaign that detects time zones wants every number and address that may tell one. */
function whereaboutsFor(
  { phones, addresses }: Profile,
  { communicationTimeConfig }: Pick<CampaignDefinition, 'communicationTimeConfig'>,
): Pick<RequestContent, 'whereabouts'> {
  const detection = communicationTimeConfig?.localTimeZoneConfig.localTimeZoneDetection ?? [];
  return detection.length === 0 ? {} : { whereabouts: { phones, addresses } };
}

function parametersFor(channelSubtype: ChannelSubtype, profile: Profile): ChannelSubtypeParameters | undefined {
  const { attributes } = profile;
  if (channelSubtype === 'EMAIL') {
    const [destinationEmailAddress] = profile.emails;
    if (destinationEmailAddress === undefined) return undefined;
    return { email: { destinationEmailAddress, templateParameters: attributes } };
  }
  const [destinationPhoneNumber] = profile.phones;
  if (destinationPhoneNumber === undefined) return undefined;
  if (channelSubtype === 'TELEPHONY') return { telephony: { destinationPhoneNumber, attributes } };
  const message = { destinationPhoneNumber, templateParameters: attributes };
  return channelSubtype === 'SMS' ? { sms: message } : { whatsApp: message };
}
