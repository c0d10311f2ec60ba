/**
 * The message-template API twice over the same operations: on AWS's paths for SDKs, and below /admin/v1 for the command
 * line, which has an admin key and says in the path for which region it works.
 */
import { createOperations } from '../api/message-templates/create-operations.ts';
import { awsRateOf } from '../api/message-templates/rates.ts';
import { resourceArn } from '../api/message-templates/resource-arn.ts';
import { messageTemplates } from '../api/message-templates/shapes/service.ts';
import type { Authenticator } from '../api/protocol/authenticate/authentication.ts';
import { validationError } from '../api/protocol/errors.ts';
import { createProtocolHandler, type ProtocolHandler } from '../api/protocol/handler.ts';
import { createPagination } from '../api/protocol/pagination.ts';
import { createRateLimiter } from '../api/protocol/rate-limiter.ts';
import type { Config } from '../config/settings.ts';
import type { Clock } from '../lib/clock.ts';
import type { TemplateStore } from '../store/template-store.ts';
import { renderTemplate } from '../templates/render-template.ts';
import type { Access } from './access.ts';
import type { Ambient } from './ambient.ts';
import { derivedKey } from './derived-key.ts';

export interface MessageTemplateApis {
  readonly wire: ProtocolHandler;
  readonly admin: ProtocolHandler;
}

export interface MessageTemplateDeps {
  readonly templates: TemplateStore;
  /** Business time. */
  readonly clock: Clock;
  readonly ambient: Pick<Ambient, 'ids' | 'log' | 'monotonic'>;
  readonly access: Access;
  readonly idKey: Uint8Array;
}

/** The paths that belong to this API and not to the campaigns'. */
export const TEMPLATE_PREFIXES = ['/knowledgeBases', '/tags'] as const;

export const ADMIN_TEMPLATE_PREFIX = '/admin/v1/message-templates';

/** The model's NextToken. */
const MAX_TOKEN_CHARACTERS = 2048;

/** Both handlers; the limits of AWS hold on the wire only. */
export function createMessageTemplateApis(config: Config, deps: MessageTemplateDeps): MessageTemplateApis {
  const { templates, clock, ambient, access, idKey } = deps;
  const { ids, log, monotonic } = ambient;
  const options = {
    operations: createOperations({
      templates,
      render: renderTemplate,
      clock,
      ids,
      pagination: createPagination(derivedKey(idKey, 'template pagination'), MAX_TOKEN_CHARACTERS),
    }),
    // Today an account may do everything with what is its own; policies come later.
    authorize: () => true,
    resourceArn,
    nowMs: monotonic.nowMs,
    newRequestId: ids.uuid,
    onError: (error: unknown, { requestId, operation }: { readonly requestId: string; readonly operation: string }) =>
      log.error('a call failed', { error, awsRequestId: requestId, operation }),
  };
  return {
    wire: createProtocolHandler({
      ...options,
      service: messageTemplates,
      authenticate: access.templates,
      ...(config.limits === 'aws' && { rateLimiter: createRateLimiter(awsRateOf) }),
    }),
    admin: createProtocolHandler({ ...options, service: belowAdmin(), authenticate: inRegionOfPath(access.admin) }),
  };
}

/** The service on the paths /admin/v1/message-templates/{region}/knowledgeBases/... */
function belowAdmin(): typeof messageTemplates {
  const operations = Object.entries(messageTemplates.operations).map(([name, operation]) => [
    name,
    { ...operation, uri: `${ADMIN_TEMPLATE_PREFIX}/{region}${operation.uri}` },
  ]);
  // The same operations under the same names, at other paths.
  return { ...messageTemplates, operations: Object.fromEntries(operations) };
}

const REGION_OF_PATH = /^\/admin\/v1\/message-templates\/([a-z][a-z0-9-]{0,31})\//;

/** A bearer token names no region, so that the path does. */
function inRegionOfPath(authenticate: Authenticator): Authenticator {
  return (request) => {
    const authentication = authenticate(request);
    if (authentication.kind === 'refused') return authentication;
    const region = REGION_OF_PATH.exec(request.rawPath)?.[1];
    if (region === undefined) return { kind: 'refused', error: validationError('The path names no region') };
    return { ...authentication, region };
  };
}
