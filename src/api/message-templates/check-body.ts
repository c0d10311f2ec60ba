/** What the model cannot say about a template: that its parts fit its channel. */
import { CONTENT_MEMBERS, type TemplateChannelSubtype } from '../../domain/templates/content.ts';
import type { TemplateBody } from '../../domain/templates/template.ts';
import { isContentOf } from '../../domain/templates/template-changes.ts';
import { validationError } from '../protocol/errors.ts';

/** Throws a ValidationException when content or source are of another channel. */
export function requireChannelOf(channelSubtype: TemplateChannelSubtype, body: TemplateBody): void {
  const { content, sourceConfiguration } = body;
  if (content !== undefined && !isContentOf(channelSubtype, content))
    throw validationError(
      `The content of a template for ${channelSubtype} must be in its member ${CONTENT_MEMBERS[channelSubtype]}`,
    );
  if (sourceConfiguration !== undefined && channelSubtype !== 'WHATSAPP')
    throw validationError('Only a template for WHATSAPP can have a sourceConfiguration');
}

/** Throws a ValidationException when there is nothing to send: a source names a template of Meta's, which has the words. */
export function requireWords({ content, sourceConfiguration }: TemplateBody): void {
  if (content === undefined && sourceConfiguration === undefined)
    throw validationError('A message template needs content, or for WHATSAPP a sourceConfiguration');
}
