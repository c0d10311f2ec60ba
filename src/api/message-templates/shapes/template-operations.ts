/** The operations on one template: create, read, change, delete, fill in. */
import { operation } from '../../protocol/operation.ts';
import { idempotencyToken, label, list, optional, required, structure } from '../../protocol/shapes/shape.ts';
import { AttributeKey, Attributes } from './attributes.ts';
import { Content } from './content.ts';
import {
  AccessDeniedException,
  ConflictException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ThrottlingException,
  UnauthorizedException,
  ValidationException,
} from './errors.ts';
import {
  ChannelSubtype,
  ClientToken,
  Description,
  GroupingConfiguration,
  LanguageCode,
  Name,
  Tags,
  UuidOrArn,
  UuidOrArnOrEitherWithQualifier,
} from './scalars.ts';
import { SourceConfiguration, SourceConfigurationSummary } from './source.ts';
import { Attachments, ExtendedTemplateData, TemplateData } from './template.ts';

const templates = '/knowledgeBases/{knowledgeBaseId}/messageTemplates';
const template = `${templates}/{messageTemplateId}`;

const knowledgeBase = { knowledgeBaseId: label(UuidOrArn) };
const labels = { ...knowledgeBase, messageTemplateId: label(UuidOrArnOrEitherWithQualifier) };

const readErrors = [ValidationException, AccessDeniedException, ResourceNotFoundException, ThrottlingException];
const changeErrors = [ConflictException, ...readErrors];

export const templateOperations = {
  CreateMessageTemplate: operation('POST', templates, {
    input: structure('CreateMessageTemplateRequest', {
      ...knowledgeBase,
      name: optional(Name),
      content: optional(Content),
      description: optional(Description),
      channelSubtype: required(ChannelSubtype),
      language: optional(LanguageCode),
      sourceConfiguration: optional(SourceConfiguration),
      defaultAttributes: optional(Attributes),
      groupingConfiguration: optional(GroupingConfiguration),
      clientToken: idempotencyToken(optional(ClientToken)),
      tags: optional(Tags),
    }),
    output: structure('CreateMessageTemplateResponse', { messageTemplate: optional(TemplateData) }),
    errors: [...changeErrors, ServiceQuotaExceededException],
    idempotent: true,
  }),
  GetMessageTemplate: operation('GET', template, {
    input: structure('GetMessageTemplateRequest', labels),
    output: structure('GetMessageTemplateResponse', { messageTemplate: optional(ExtendedTemplateData) }),
    errors: [...readErrors, UnauthorizedException],
    readonly: true,
  }),
  UpdateMessageTemplate: operation('POST', template, {
    input: structure('UpdateMessageTemplateRequest', {
      ...labels,
      content: optional(Content),
      language: optional(LanguageCode),
      sourceConfiguration: optional(SourceConfiguration),
      defaultAttributes: optional(Attributes),
    }),
    output: structure('UpdateMessageTemplateResponse', { messageTemplate: optional(TemplateData) }),
    errors: changeErrors,
  }),
  UpdateMessageTemplateMetadata: operation('POST', `${template}/metadata`, {
    input: structure('UpdateMessageTemplateMetadataRequest', {
      ...labels,
      name: optional(Name),
      description: optional(Description),
      groupingConfiguration: optional(GroupingConfiguration),
    }),
    output: structure('UpdateMessageTemplateMetadataResponse', { messageTemplate: optional(TemplateData) }),
    errors: changeErrors,
  }),
  DeleteMessageTemplate: operation('DELETE', template, {
    input: structure('DeleteMessageTemplateRequest', labels),
    output: structure('DeleteMessageTemplateResponse', {}),
    status: 204,
    errors: changeErrors,
    idempotent: true,
  }),
  RenderMessageTemplate: operation('POST', `${template}/render`, {
    input: structure('RenderMessageTemplateRequest', { ...labels, attributes: required(Attributes) }),
    output: structure('RenderMessageTemplateResponse', {
      content: optional(Content),
      sourceConfigurationSummary: optional(SourceConfigurationSummary),
      attributesNotInterpolated: optional(list('MessageTemplateAttributeKeyList', AttributeKey, { sensitive: true })),
      attachments: optional(Attachments),
    }),
    errors: readErrors,
  }),
};
