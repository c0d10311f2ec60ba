/** What a tag operation is about: templates are the only resources here that are kept and have an ARN. */
import type { Owner } from '../../domain/campaign.ts';
import type { TemplateRef } from '../../domain/templates/template.ts';
import { readTemplateArn } from '../../domain/templates/template-arn.ts';
import { resourceNotFound } from './shapes/errors.ts';

/** The template that the ARN names, or the 404 of an ARN that cannot name one of the caller's. */
export function ownResource({ account, region }: Owner, arn: string): TemplateRef {
  const read = readTemplateArn(arn);
  if (read?.account !== account || read.region !== region || read.qualifier !== undefined)
    throw resourceNotFound('The resource does not exist');
  return { account, region, knowledgeBaseId: read.knowledgeBaseId, id: read.id };
}
