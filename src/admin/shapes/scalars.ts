/** Names, numbers and times that more than one structure of the admin API uses. */

import { boolean, enumeration, integer, string, timestamp } from '../../api/protocol/shapes/shape.ts';
import { CAMPAIGN_STATES } from '../../domain/campaign-states.ts';
import { CHANNEL_SUBTYPES } from '../../domain/channel-subtype.ts';
import { REQUEST_STATES } from '../../domain/request-states.ts';

export const Time = timestamp('Time');
export const Flag = boolean('Flag');
export const Text = string('Text');
export const Count = integer('Count', { min: 0 });
/** Grows past the 32 bits of an integer of this wire, so it is text. */
export const Sequence = string('Sequence', { max: 16, pattern: '[0-9]+' });

export const CampaignId = string('CampaignId', { min: 1, max: 256 });
export const RequestId = string('RequestId', { min: 1, max: 256 });
export const CampaignState = enumeration('CampaignState', CAMPAIGN_STATES);
export const RequestState = enumeration('RequestState', REQUEST_STATES);
export const ChannelSubtype = enumeration('ChannelSubtype', CHANNEL_SUBTYPES);

/** A page that is still read at once. */
export const Limit = integer('Limit', { min: 1, max: 1_000 });
export const DEFAULT_LIMIT = 100;
/** Where the page before ended. */
export const Cursor = string('Cursor', { min: 1, max: 100 });
