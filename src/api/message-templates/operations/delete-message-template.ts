/** DeleteMessageTemplate: the template with all its versions, or one version that its number names. */
import type { TemplateRef } from '../../../domain/templates/template.ts';
import { validationError } from '../../protocol/errors.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { ownReference, templateNotFound, versionNotFound } from '../own-template.ts';
import { conflict } from '../shapes/errors.ts';
import type { Operations } from '../shapes/service.ts';

/** Campaigns that send it fail from then on: AWS documents no check. */
export function deleteMessageTemplate({ templates }: OperationDeps): Operations['DeleteMessageTemplate'] {
  async function deleteVersion(ref: TemplateRef, version: number): Promise<void> {
    const { kind } = await templates.deleteVersion(ref, version);
    if (kind === 'unknownTemplate') throw templateNotFound();
    if (kind === 'unknownVersion') throw versionNotFound();
    if (kind === 'active') throw conflict('The version is active; deactivate it or activate another one first');
  }

  return async (context, input) => {
    const { qualifier, ...ref } = ownReference(context, input);
    if (typeof qualifier === 'string')
      throw validationError('Only a whole message template or a version by its number can be deleted');
    if (qualifier !== undefined) await deleteVersion(ref, qualifier);
    else if (!(await templates.delete(ref))) throw templateNotFound();
    return {};
  };
}
