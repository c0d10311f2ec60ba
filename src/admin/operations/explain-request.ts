import type { OperationOf } from '../../api/protocol/operation.ts';
import { formatRequestId, parseRequestId } from '../../domain/request-id.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { logReveal } from '../log-reveal.ts';
import { notFound } from '../shapes/errors.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';
import { shownRequest } from '../shown-request.ts';

/** One request with all that was, is, or will be in its way. */
export function createExplainRequest({
  explainer,
  log,
}: Pick<AdminDeps, 'explainer' | 'log'>): OperationOf<typeof ADMIN_SERVICE.operations.ExplainRequest> {
  return async (context, { requestId, reveal = false }) => {
    const id = parseRequestId(requestId);
    const explanation = id === undefined ? undefined : await explainer.explain(formatRequestId(id));
    if (explanation === undefined) throw notFound('request');
    if (reveal) logReveal(log, context, 1);
    const { now, request, findings } = explanation;
    return { now, request: shownRequest(request, reveal), findings };
  };
}
