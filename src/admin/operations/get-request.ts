import type { OperationOf } from '../../api/protocol/operation.ts';
import { formatRequestId, parseRequestId } from '../../domain/request-id.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { logReveal } from '../log-reveal.ts';
import { notFound } from '../shapes/errors.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';
import { shownRequest } from '../shown-request.ts';

/** One request with its attempts and the reason of its end. */
export function createGetRequest({
  store,
  log,
}: Pick<AdminDeps, 'store' | 'log'>): OperationOf<typeof ADMIN_SERVICE.operations.GetRequest> {
  return async (context, { requestId, reveal = false }) => {
    const id = parseRequestId(requestId);
    const record = id === undefined ? undefined : await store.requests.request(formatRequestId(id));
    if (record === undefined) throw notFound('request');
    if (reveal) logReveal(log, context, 1);
    return shownRequest(record, reveal);
  };
}
