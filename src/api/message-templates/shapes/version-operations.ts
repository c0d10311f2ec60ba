/** The operations on the versions of a template. */
import { operation } from '../../protocol/operation.ts';
import { inQuery, label, list, optional, required, structure } from '../../protocol/shapes/shape.ts';
import {
  AccessDeniedException,
  ConflictException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ThrottlingException,
  ValidationException,
} from './errors.ts';
import {
  ArnWithQualifier,
  ContentSha256,
  MaxResults,
  NextToken,
  Uuid,
  UuidOrArn,
  UuidOrArnOrEitherWithQualifier,
  Version,
} from './scalars.ts';
import { ExtendedTemplateData, VersionSummary } from './template.ts';

const template = '/knowledgeBases/{knowledgeBaseId}/messageTemplates/{messageTemplateId}';
const labels = { knowledgeBaseId: label(UuidOrArn), messageTemplateId: label(UuidOrArnOrEitherWithQualifier) };

const readErrors = [ValidationException, AccessDeniedException, ResourceNotFoundException, ThrottlingException];
const changeErrors = [ConflictException, ...readErrors];

const chosen = { ...labels, versionNumber: required(Version) };
const choice = {
  messageTemplateArn: required(ArnWithQualifier),
  messageTemplateId: required(Uuid),
  versionNumber: required(Version),
};

export const versionOperations = {
  CreateMessageTemplateVersion: operation('POST', `${template}/versions`, {
    input: structure('CreateMessageTemplateVersionRequest', {
      ...labels,
      messageTemplateContentSha256: optional(ContentSha256),
    }),
    output: structure('CreateMessageTemplateVersionResponse', { messageTemplate: optional(ExtendedTemplateData) }),
    errors: [...changeErrors, ServiceQuotaExceededException],
  }),
  ListMessageTemplateVersions: operation('GET', `${template}/versions`, {
    input: structure('ListMessageTemplateVersionsRequest', {
      ...labels,
      nextToken: inQuery(optional(NextToken)),
      maxResults: inQuery(optional(MaxResults)),
    }),
    output: structure('ListMessageTemplateVersionsResponse', {
      messageTemplateVersionSummaries: required(list('MessageTemplateVersionSummaryList', VersionSummary)),
      nextToken: optional(NextToken),
    }),
    errors: readErrors,
    readonly: true,
  }),
  ActivateMessageTemplate: operation('POST', `${template}/activate`, {
    input: structure('ActivateMessageTemplateRequest', chosen),
    output: structure('ActivateMessageTemplateResponse', choice),
    errors: changeErrors,
  }),
  DeactivateMessageTemplate: operation('POST', `${template}/deactivate`, {
    input: structure('DeactivateMessageTemplateRequest', chosen),
    output: structure('DeactivateMessageTemplateResponse', choice),
    errors: changeErrors,
  }),
};
