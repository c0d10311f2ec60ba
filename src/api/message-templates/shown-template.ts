/** Templates as the operations answer them. */
import type {
  MessageTemplate,
  VersionSummary as StoredVersionSummary,
  TemplateBody,
  TemplateSummary,
} from '../../domain/templates/template.ts';
import { knowledgeBaseArn, templateArn } from '../../domain/templates/template-arn.ts';
import type { FoundTemplate } from '../../store/template-store.ts';
import type { Reply } from '../protocol/shapes/infer.ts';
import { attributeTypesOf } from './attribute-types.ts';
import type { OperationDeps } from './operation-deps.ts';
import type { Attributes } from './shapes/attributes.ts';
import type {
  ExtendedTemplateData,
  SearchResult,
  TemplateSummary as SummaryShape,
  TemplateData,
  VersionSummary,
} from './shapes/template.ts';

type Render = Pick<OperationDeps, 'render'>;

/** The template with its draft, as whoever has changed it sees it. */
export function shownTemplate({ render }: Render, template: MessageTemplate): Reply<typeof TemplateData> {
  return {
    ...identityOf(template),
    ...historyOf(template),
    ...metadataOf(template),
    ...bodyOf({ render }, template),
    messageTemplateContentSha256: template.contentSha256,
  };
}

/** The draft, or one version with the number in its ARN. */
export function shownFound(
  { render }: Render,
  { template, version }: FoundTemplate,
): Reply<typeof ExtendedTemplateData> {
  if (version === undefined) return shownTemplate({ render }, template);
  return {
    ...identityOf(template, version.number),
    createdTime: template.createdAt,
    lastModifiedTime: version.createdAt,
    lastModifiedBy: version.lastModifiedBy,
    ...metadataOf(template),
    ...bodyOf({ render }, version),
    messageTemplateContentSha256: version.contentSha256,
    versionNumber: version.number,
    isActive: template.activeVersion === version.number,
  };
}

/** A row of ListMessageTemplates. */
export function shownSummary(template: TemplateSummary): Reply<typeof SummaryShape> {
  const { description, sourceConfiguration, activeVersion, tags } = template;
  return {
    ...identityOf(template),
    ...historyOf(template),
    description,
    sourceConfiguration,
    activeVersionNumber: activeVersion,
    tags,
  };
}

/** A row of ListMessageTemplateVersions. */
export function shownVersion(
  template: TemplateSummary,
  { number }: StoredVersionSummary,
): Reply<typeof VersionSummary> {
  return {
    ...identityOf(template, number),
    versionNumber: number,
    isActive: template.activeVersion === number,
  };
}

/** What SearchMessageTemplates finds: the draft, or the active version where that was asked for. */
export function shownResult(template: TemplateSummary, ofActive: boolean): Reply<typeof SearchResult> {
  const active = ofActive ? template.activeVersion : undefined;
  return {
    ...identityOf(template, active),
    ...historyOf(template),
    ...metadataOf(template),
    language: template.language,
    sourceConfigurationSummary: template.sourceConfiguration,
    ...(active !== undefined && { versionNumber: active, isActive: true }),
  };
}

function identityOf(template: TemplateSummary, version?: number) {
  const { knowledgeBaseId, id, name, channelSubtype } = template;
  return {
    messageTemplateArn: templateArn(template, version),
    messageTemplateId: id,
    knowledgeBaseArn: knowledgeBaseArn(template, knowledgeBaseId),
    knowledgeBaseId,
    name,
    channelSubtype,
  };
}

function historyOf({ createdAt, lastModifiedAt, lastModifiedBy }: TemplateSummary) {
  return { createdTime: createdAt, lastModifiedTime: lastModifiedAt, lastModifiedBy };
}

function metadataOf({ description, groupingConfiguration, tags }: TemplateSummary) {
  return { description, groupingConfiguration, tags };
}

/** Whether Meta still has the WhatsApp template of a source is not known here, so its summary says no status. */
function bodyOf({ render }: Render, { content, language, defaultAttributes, sourceConfiguration }: TemplateBody) {
  return {
    content,
    language,
    // Stored as this very shape decoded it; the domain only looks values up by name.
    defaultAttributes: defaultAttributes as Reply<typeof Attributes> | undefined,
    sourceConfigurationSummary: sourceConfiguration,
    attributeTypes: content && attributeTypesOf(content, render),
  };
}
