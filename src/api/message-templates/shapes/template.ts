/** A template as the operations show it: whole, as one version of it, and in the rows of listings. */
import { enumeration, list, optional, required, string, structure } from '../../protocol/shapes/shape.ts';
import { Attributes, AttributeTypes } from './attributes.ts';
import { Content } from './content.ts';
import {
  Arn,
  ArnWithQualifier,
  ChannelSubtype,
  ContentSha256,
  Description,
  Flag,
  GenericArn,
  GroupingConfiguration,
  LanguageCode,
  Name,
  Tags,
  Timestamp,
  Uuid,
  Version,
} from './scalars.ts';
import { SourceConfiguration, SourceConfigurationSummary } from './source.ts';

const identity = {
  messageTemplateArn: required(ArnWithQualifier),
  messageTemplateId: required(Uuid),
  knowledgeBaseArn: required(Arn),
  knowledgeBaseId: required(Uuid),
  name: required(Name),
  channel: optional(string('Channel', { min: 1, max: 10, sensitive: true })),
  channelSubtype: required(ChannelSubtype),
};
const history = {
  createdTime: required(Timestamp),
  lastModifiedTime: required(Timestamp),
  lastModifiedBy: required(GenericArn),
};
const text = {
  content: optional(Content),
  description: optional(Description),
  language: optional(LanguageCode),
  sourceConfigurationSummary: optional(SourceConfigurationSummary),
  groupingConfiguration: optional(GroupingConfiguration),
  defaultAttributes: optional(Attributes),
  attributeTypes: optional(AttributeTypes),
};
const version = { isActive: optional(Flag), versionNumber: optional(Version) };
const checksum = { messageTemplateContentSha256: required(ContentSha256) };
const tags = optional(Tags);

/** Never answered: the operations on attachments are not served. */
export const Attachments = list(
  'MessageTemplateAttachmentList',
  structure('MessageTemplateAttachment', {
    contentDisposition: required(enumeration('ContentDisposition', ['ATTACHMENT'])),
    name: required(
      string('AttachmentFileName', {
        min: 1,
        max: 256,
        pattern: '[\\p{L}\\p{M}\\p{N}_\\s&@()+,;=\\-]+\\.[A-Za-z0-9]+',
        sensitive: true,
      }),
    ),
    uploadedTime: required(Timestamp),
    url: required(string('Url', { min: 1, max: 4096, sensitive: true })),
    urlExpiry: required(Timestamp),
    attachmentId: required(Uuid),
  }),
);

export const TemplateData = structure('MessageTemplateData', { ...identity, ...history, ...text, ...checksum, tags });

export const ExtendedTemplateData = structure('ExtendedMessageTemplateData', {
  ...identity,
  ...history,
  ...text,
  attachments: optional(Attachments),
  ...version,
  ...checksum,
  tags,
});

export const TemplateSummary = structure('MessageTemplateSummary', {
  ...identity,
  ...history,
  sourceConfiguration: optional(SourceConfiguration),
  activeVersionNumber: optional(Version),
  description: optional(Description),
  tags,
});

export const VersionSummary = structure('MessageTemplateVersionSummary', {
  ...identity,
  isActive: required(Flag),
  versionNumber: required(Version),
});

export const SearchResult = structure('MessageTemplateSearchResultData', {
  ...identity,
  ...history,
  ...version,
  description: optional(Description),
  sourceConfigurationSummary: optional(SourceConfigurationSummary),
  groupingConfiguration: optional(GroupingConfiguration),
  language: optional(LanguageCode),
  tags,
});
