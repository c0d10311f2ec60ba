/** Names, ids and times that more than one structure of the model uses. */
import {
  boolean,
  enumeration,
  integer,
  list,
  long,
  map,
  optional,
  string,
  structure,
  timestamp,
} from '../../protocol/shapes/shape.ts';

const UUID = '[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}';
const ARN = `arn:[a-z-]*?:wisdom:[a-z0-9-]*?:[0-9]{12}:[a-z-]*?/${UUID}(?:/${UUID}){0,2}`;
const QUALIFIER = '(:[A-Z0-9_$]+){0,1}';

export const Uuid = string('Uuid', { pattern: UUID });
export const Arn = string('Arn', { pattern: ARN });
export const ArnWithQualifier = string('ArnWithQualifier', { pattern: `${ARN}${QUALIFIER}` });
export const UuidOrArn = string('UuidOrArn', { pattern: `${UUID}$|^${ARN}` });
export const UuidOrArnOrEitherWithQualifier = string('UuidOrArnOrEitherWithQualifier', {
  pattern: `${UUID}${QUALIFIER}$|^${ARN}${QUALIFIER}`,
});
/** Of whoever changed a template last. */
export const GenericArn = string('GenericArn', {
  min: 1,
  max: 2048,
  pattern: 'arn:[a-z-]+?:[a-z-]+?:[a-z0-9-]*?:([0-9]{12})?:[a-zA-Z0-9-:/]+',
});

export const Flag = boolean('Boolean');
export const Timestamp = timestamp('SyntheticTimestamp_date_time');
/** A count of 64 bits in the model; no version comes near what JSON can say exactly. */
export const Version = long('Version', { min: 1 });

export const Name = string('Name', { min: 1, max: 255, pattern: '[a-zA-Z0-9\\s_.,-]+.*' });
export const Description = string('Description', { min: 1, max: 255, pattern: '[a-zA-Z0-9\\s_.,-]+.*' });
export const LanguageCode = string('LanguageCode', { min: 2, max: 5 });
export const ChannelSubtype = enumeration('ChannelSubtype', ['EMAIL', 'SMS', 'WHATSAPP', 'PUSH']);
export const ContentSha256 = string('MessageTemplateContentSha256', { min: 1, max: 64, pattern: '[a-zA-Z0-9]+' });
export const NonEmptyUnlimitedString = string('NonEmptyUnlimitedString', { min: 1, sensitive: true });

export const GroupingConfiguration = structure('GroupingConfiguration', {
  criteria: optional(string('GroupingCriteria', { min: 1, max: 100, sensitive: true })),
  values: optional(list('GroupingValues', string('GroupingValue', { min: 1, max: 2048, sensitive: true }))),
});

/** Callers make tokens out of anything, so a token is personal although the model does not say so. */
export const ClientToken = string('ClientToken', { min: 1, max: 4096, private: true });

export const MaxResults = integer('MaxResults', { min: 1, max: 100 });
export const NextToken = string('NextToken', { min: 1, max: 2048 });

export const TagKey = string('TagKey', { min: 1, max: 128, pattern: '(?!aws:)[a-zA-Z+-=._:/]+' });
export const Tags = map('Tags', TagKey, string('TagValue', { min: 1, max: 256, private: true }));
