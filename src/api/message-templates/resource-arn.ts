/** Which resource an operation acts on, for policies: a template, or the knowledge base in which it lies. */
import type { Identity } from '../protocol/handler.ts';

/**
 * The ARN in the terms of AWS's service authorization reference ("Amazon Q in Connect"); an id that is an ARN already
 * stands for itself.
 */
export function resourceArn(_operation: string, input: unknown, { account, region }: Identity): string {
  // Every input of this service is a structure; these are the members that name a resource.
  const { resourceArn: arn, ...labels } = input as Partial<
    Record<'resourceArn' | 'knowledgeBaseId' | 'messageTemplateId', string>
  >;
  const { knowledgeBaseId = '*', messageTemplateId } = labels;
  if (arn !== undefined) return arn;
  const prefix = `arn:aws:wisdom:${region}:${account}`;
  if (messageTemplateId?.startsWith('arn:')) return messageTemplateId;
  const knowledgeBase = knowledgeBaseId.split('/').at(-1) ?? '*';
  if (messageTemplateId !== undefined) return `${prefix}:message-template/${knowledgeBase}/${messageTemplateId}`;
  return knowledgeBaseId.startsWith('arn:') ? knowledgeBaseId : `${prefix}:knowledge-base/${knowledgeBase}`;
}
