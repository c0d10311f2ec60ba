/** The admin API as one handler: the operations of ADMIN_SERVICE, and beside them the routes that are not plain JSON. */
import { ApiError } from '../api/protocol/errors.ts';
import { type Authenticate, createProtocolHandler, type Identity } from '../api/protocol/handler.ts';
import type { HttpRequest, HttpResponse } from '../api/protocol/http-message.ts';
import { errorResponse } from '../api/protocol/rest-json.ts';
import type { StreamResponse } from '../api/protocol/stream-response.ts';
import type { Clock } from '../lib/clock.ts';
import type { AdminDeps } from './admin-deps.ts';
import { createExportEvidence } from './agents/export-evidence.ts';
import { createEventStream } from './event-stream.ts';
import { jsonResponse } from './json-response.ts';
import { openApiDocument } from './open-api.ts';
import { createAdminOperations } from './operations/operations.ts';
import { createImportProfiles } from './profiles/import-profiles.ts';
import { ADMIN_SERVICE } from './shapes/service.ts';
import { createImportSuppression, createRemoveSuppression } from './suppression/change-list.ts';
import { createExportSuppression } from './suppression/export-list.ts';
import { routePath, UNSHAPED_ROUTES } from './unshaped-routes.ts';

export interface AdminHandlerDeps extends AdminDeps {
  readonly authenticate: Authenticate;
  /** Whether calls and work are taken. */
  readonly isReady: () => boolean;
  readonly newRequestId: () => string;
  /** The real time. */
  readonly wall: Clock;
}

export type AdminHandler = (request: HttpRequest) => Promise<HttpResponse | StreamResponse>;

type UnshapedHandler = (request: HttpRequest, identity: Identity) => Promise<HttpResponse | StreamResponse>;

/** A function that answers every request under /admin/v1. */
export function createAdminHandler(deps: AdminHandlerDeps): AdminHandler {
  const { authenticate, isReady, log, newRequestId } = deps;
  const shaped = createProtocolHandler({
    service: ADMIN_SERVICE,
    operations: createAdminOperations(deps),
    authenticate,
    // Who may enter may do everything here.
    authorize: () => true,
    resourceArn: () => '*',
    nowMs: () => 0,
    newRequestId,
    onError: (error, { requestId, operation }) =>
      log.error('an admin call failed', { error, awsRequestId: requestId, operation }),
  });
  const importProfiles = createImportProfiles(deps);
  const exportSuppression = createExportSuppression(deps);
  const unshaped = new Map<string, UnshapedHandler>([
    [keyOf(UNSHAPED_ROUTES.openApi), async () => jsonResponse(200, openApiDocument())],
    [keyOf(UNSHAPED_ROUTES.eventStream), createEventStream(deps)],
    [keyOf(UNSHAPED_ROUTES.importProfiles), (request, { account }) => importProfiles(account, request)],
    [keyOf(UNSHAPED_ROUTES.exportEvidence), createExportEvidence(deps)],
    [keyOf(UNSHAPED_ROUTES.exportSuppression), (request, { principalArn }) => exportSuppression(request, principalArn)],
    [keyOf(UNSHAPED_ROUTES.importSuppression), createImportSuppression(deps)],
    [keyOf(UNSHAPED_ROUTES.removeSuppression), createRemoveSuppression(deps)],
  ]);

  async function answerUnshaped(handle: UnshapedHandler, request: HttpRequest): Promise<HttpResponse | StreamResponse> {
    try {
      const authentication = await authenticate(request);
      if (authentication.kind === 'refused') throw authentication.error;
      return await handle(request, authentication);
    } catch (error) {
      if (error instanceof ApiError) return errorResponse(error, newRequestId());
      throw error;
    }
  }

  return async (request) => {
    const key = keyOf({ method: request.method, path: routePath(request.rawPath) });
    if (key === keyOf(UNSHAPED_ROUTES.live)) return jsonResponse(200, { status: 'live' });
    if (key === keyOf(UNSHAPED_ROUTES.ready)) {
      return isReady() ? jsonResponse(200, { status: 'ready' }) : jsonResponse(503, { status: 'notReady' });
    }
    const handle = unshaped.get(key);
    return handle === undefined ? shaped(request) : answerUnshaped(handle, request);
  };
}

const keyOf = ({ method, path }: { readonly method: string; readonly path: string }): string => `${method} ${path}`;
