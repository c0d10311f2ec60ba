/** Names, numbers and times that more than one structure of the model uses. */
import { CAMPAIGN_STATES } from '../../../domain/campaign-states.ts';
import { CHANNEL_SUBTYPES } from '../../../domain/channel-subtype.ts';
import { boolean, enumeration, integer, list, map, string, timestamp } from '../../protocol/shapes/shape.ts';
import { isArn, isEmailAddress } from './linear-patterns.ts';

export const Flag = boolean('Boolean');
export const TimeStamp = timestamp('TimeStamp');

export const CampaignId = string('CampaignId', { min: 1, max: 256, pattern: '[-:/a-zA-Z0-9]+' });
export const CampaignArn = string('CampaignArn', { min: 20, max: 500 });
export const CampaignName = string('CampaignName', { min: 1, max: 127 });
export const CampaignState = enumeration('CampaignState', CAMPAIGN_STATES);
export const ExternalCampaignType = enumeration('ExternalCampaignType', ['MANAGED', 'JOURNEY']);
export const InstanceId = string('InstanceId', { min: 1, max: 256, pattern: '[-_.a-zA-Z0-9]+' });

export const Arn = string('Arn', {
  min: 20,
  max: 500,
  pattern:
    'arn:[a-zA-Z0-9-]+:[a-zA-Z0-9-]+:[a-z]{2}-[a-z]+-\\d{1,2}:[a-zA-Z0-9-]+:[^:]+(?:/[^:]+)*(?:/[^:]+)?(?:\\:[^:]+)?',
  matcher: isArn,
});

export const ChannelSubtype = enumeration('ChannelSubtype', CHANNEL_SUBTYPES);
export const ChannelSubtypeList = list('ChannelSubtypeList', ChannelSubtype, { uniqueItems: true });

export const DestinationPhoneNumber = string('DestinationPhoneNumber', {
  min: 0,
  max: 20,
  pattern: '[\\d\\-+]*',
  sensitive: true,
});
export const SourcePhoneNumber = string('SourcePhoneNumber', { min: 0, max: 100 });
export const EmailAddress = string('EmailAddress', {
  min: 1,
  max: 255,
  pattern: '.*[^\\s@]+@[^\\s@]+\\.[^\\s@]+.*',
  matcher: isEmailAddress,
  sensitive: true,
});

const AttributeName = string('AttributeName', { min: 0, max: 32_767, pattern: '[a-zA-Z0-9\\-_]+' });
const AttributeValue = string('AttributeValue', { min: 0, max: 32_767, pattern: '.*', matcher: () => true });
/** What a call flow or a template is given about the recipient. */
export const Attributes = map('Attributes', AttributeName, AttributeValue, { sensitive: true });

/** Callers make tokens out of phone numbers, so a token is personal although the model does not say so. */
export const ClientToken = string('ClientToken', { min: 0, max: 200, pattern: '[a-zA-Z0-9_\\-.]*', private: true });

export const Iso8601Duration = string('Iso8601Duration', {
  min: 0,
  max: 50,
  pattern: 'P(?:([-+]?[0-9]+)D)?(T(?:([-+]?[0-9]+)H)?(?:([-+]?[0-9]+)M)?(?:([-+]?[0-9]+)(?:[.,]([0-9]{0,9}))?S)?)?',
});

export const MaxResults = integer('MaxResults', { min: 1, max: 50 });
export const NextToken = string('NextToken', { min: 0, max: 1000 });

export const TagKey = string('TagKey', { min: 1, max: 128, pattern: '(?!aws:)[a-zA-Z+-=._:/]+' });
const TagValue = string('TagValue', { min: 0, max: 256, private: true });
export const TagMap = map('TagMap', TagKey, TagValue);
