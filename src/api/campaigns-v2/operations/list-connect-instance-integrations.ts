/** ListConnectInstanceIntegrations: by kind and ARN, in pages. */
import { onboardedInstance } from '../instance.ts';
import { integrationKey, integrationSummary } from '../integration.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** The most that maxResults can ask for. */
const PAGE = 50;

/** 404 for an instance that is not onboarded. */
export function listConnectInstanceIntegrations(deps: OperationDeps): Operations['ListConnectInstanceIntegrations'] {
  const { pagination } = deps;
  return async (context, { connectInstanceId, maxResults = PAGE, nextToken }) => {
    const scope = ['ListConnectInstanceIntegrations', context.account, context.region, connectInstanceId];
    const after = nextToken === undefined ? '' : pagination.cursorOf(scope, nextToken);
    const { integrations } = await onboardedInstance(deps, context, connectInstanceId);
    const following = integrations
      .map((integration) => ({ key: integrationKey(integration), integration }))
      .filter(({ key }) => key > after)
      .sort((one, other) => (one.key < other.key ? -1 : 1));
    const page = following.slice(0, maxResults);
    const last = page.at(-1);
    const hasMore = following.length > maxResults && last !== undefined;
    return {
      integrationSummaryList: page.map(({ integration }) => integrationSummary(integration)),
      ...(hasMore && { nextToken: pagination.tokenFor(scope, last.key) }),
    };
  };
}
