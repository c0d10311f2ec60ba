/** All operations over one set of dependencies. */
import type { Operation } from '../protocol/operation.ts';
import { answeringThrottledAs } from '../store-throttling.ts';
import type { OperationDeps } from './operation-deps.ts';
import { activateMessageTemplate } from './operations/activate-message-template.ts';
import { createMessageTemplate } from './operations/create-message-template.ts';
import { createMessageTemplateVersion } from './operations/create-message-template-version.ts';
import { deactivateMessageTemplate } from './operations/deactivate-message-template.ts';
import { deleteMessageTemplate } from './operations/delete-message-template.ts';
import { getMessageTemplate } from './operations/get-message-template.ts';
import { listMessageTemplateVersions } from './operations/list-message-template-versions.ts';
import { listMessageTemplates } from './operations/list-message-templates.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { renderMessageTemplate } from './operations/render-message-template.ts';
import { searchMessageTemplates } from './operations/search-message-templates.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateMessageTemplate } from './operations/update-message-template.ts';
import { updateMessageTemplateMetadata } from './operations/update-message-template-metadata.ts';
import { ThrottlingException } from './shapes/errors.ts';
import type { Operations } from './shapes/service.ts';

/** A function for every operation that is served, for the protocol handler. */
export function createOperations(deps: OperationDeps): Operations {
  return {
    ActivateMessageTemplate: answeringThrottled(activateMessageTemplate(deps)),
    CreateMessageTemplate: answeringThrottled(createMessageTemplate(deps)),
    CreateMessageTemplateVersion: answeringThrottled(createMessageTemplateVersion(deps)),
    DeactivateMessageTemplate: answeringThrottled(deactivateMessageTemplate(deps)),
    DeleteMessageTemplate: answeringThrottled(deleteMessageTemplate(deps)),
    GetMessageTemplate: answeringThrottled(getMessageTemplate(deps)),
    ListMessageTemplates: answeringThrottled(listMessageTemplates(deps)),
    ListMessageTemplateVersions: answeringThrottled(listMessageTemplateVersions(deps)),
    ListTagsForResource: answeringThrottled(listTagsForResource(deps)),
    RenderMessageTemplate: answeringThrottled(renderMessageTemplate(deps)),
    SearchMessageTemplates: answeringThrottled(searchMessageTemplates(deps)),
    TagResource: answeringThrottled(tagResource(deps)),
    UntagResource: answeringThrottled(untagResource(deps)),
    UpdateMessageTemplate: answeringThrottled(updateMessageTemplate(deps)),
    UpdateMessageTemplateMetadata: answeringThrottled(updateMessageTemplateMetadata(deps)),
  };
}

/** Throttling is a 400 in this model. */
function answeringThrottled<Input, Output>(operation: Operation<Input, Output>): Operation<Input, Output> {
  return answeringThrottledAs(ThrottlingException, operation);
}
