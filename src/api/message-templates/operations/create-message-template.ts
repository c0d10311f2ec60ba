/** CreateMessageTemplate: a draft; the same call with the same token again answers the first one's template. */
import type { TemplateId } from '../../../domain/templates/template.ts';
import {
  bodyOf,
  definitionSha256,
  newTemplate,
  type TemplateDefinition,
} from '../../../domain/templates/template-changes.ts';
import { ownerOf } from '../../owner.ts';
import { validationError } from '../../protocol/errors.ts';
import { requireChannelOf, requireWords } from '../check-body.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { changeBy, nameTaken, ownKnowledgeBase } from '../own-template.ts';
import { conflict, serviceQuotaExceeded } from '../shapes/errors.ts';
import type { Input, Operations } from '../shapes/service.ts';
import { shownTemplate } from '../shown-template.ts';
import { TAGS_MAX } from '../tag-limit.ts';

/** The id is made here. */
export function createMessageTemplate(deps: OperationDeps): Operations['CreateMessageTemplate'] {
  return async (context, input) => {
    const knowledgeBaseId = ownKnowledgeBase(context, input.knowledgeBaseId);
    const definition = definitionOf(input);
    // Ids of templates are made here: where the brand begins.
    const ref = { ...ownerOf(context), knowledgeBaseId, id: deps.ids.uuid() as TemplateId };
    const template = newTemplate(ref, definition, changeBy(deps, context));
    const { clientToken } = input;
    const creation =
      clientToken === undefined ? undefined : { clientToken, definitionSha256: definitionSha256(definition) };
    const outcome = await deps.templates.create(template, creation);
    switch (outcome.kind) {
      case 'created':
        return { messageTemplate: shownTemplate(deps, template) };
      case 'replayed':
        return { messageTemplate: shownTemplate(deps, outcome.template) };
      case 'tokenUsed':
        throw conflict('The clientToken has already been used for another message template');
      case 'nameTaken':
        throw nameTaken();
      case 'full':
        throw serviceQuotaExceeded('The knowledge base cannot have more message templates');
    }
  };
}

function definitionOf(input: Input<'CreateMessageTemplate'>): TemplateDefinition {
  const { name, channelSubtype, description, groupingConfiguration, tags } = input;
  const body = bodyOf(input);
  // Optional in the model, where Meta names some templates of WhatsApp; nothing tells us those names.
  if (name === undefined) throw validationError('A message template needs a name');
  if (Object.keys(tags ?? {}).length > TAGS_MAX)
    throw validationError(`A message template can have at most ${TAGS_MAX} tags`);
  requireChannelOf(channelSubtype, body);
  requireWords(body);
  return {
    name,
    channelSubtype,
    ...(description !== undefined && { description }),
    ...(groupingConfiguration !== undefined && { groupingConfiguration }),
    ...(tags !== undefined && { tags }),
    ...body,
  };
}
