/** Making a version active or inactive. */
import type { TemplateRef } from '../../domain/templates/template.ts';
import { templateArn } from '../../domain/templates/template-arn.ts';
import type { TemplateStore } from '../../store/template-store.ts';
import type { OperationContext } from '../protocol/operation.ts';
import type { OperationDeps } from './operation-deps.ts';
import { changeBy, templateNotFound, versionNotFound } from './own-template.ts';
import { conflict } from './shapes/errors.ts';
import type { Output } from './shapes/service.ts';

/** What both operations answer: the template, without a qualifier, and the version. */
export async function switchVersion(
  deps: OperationDeps,
  context: OperationContext,
  ref: TemplateRef,
  version: number,
  change: TemplateStore['activate' | 'deactivate'],
): Promise<Output<'ActivateMessageTemplate'>> {
  const { kind } = await change(ref, version, changeBy(deps, context));
  if (kind === 'unknownTemplate') throw templateNotFound();
  if (kind === 'unknownVersion') throw versionNotFound();
  if (kind === 'notActive') throw conflict('The version is not active');
  return { messageTemplateArn: templateArn(ref), messageTemplateId: ref.id, versionNumber: version };
}
