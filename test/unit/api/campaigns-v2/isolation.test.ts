/** Nobody sees or touches what belongs to another account or region: every operation against own, other and missing resources. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperationName } from '../../../../src/api/campaigns-v2/shapes/service.ts';
import { GOOD_CALLS, OPERATION_NAMES, OTHERS, prepared } from './every-operation.ts';
import { type Answer, CALLER, type InProcessService } from './in-process-service.ts';

const MISSING = '99999999-9999-4999-8999-999999999999';

/** Everything that the owner can see, and that the engine would work with. */
async function everything(service: InProcessService): Promise<string> {
  const campaigns = await service.store.campaigns.list({ limit: 1_000 });
  const counters = await Promise.all(campaigns.map(({ id }) => service.store.requests.counters(id)));
  return JSON.stringify([campaigns, counters, await service.store.instances.find(CALLER, 'instance-1')]);
}

function assertElsewhere(operation: OperationName, { status, error, body }: Answer): void {
  const { elsewhere } = GOOD_CALLS[operation];
  if (elsewhere === 'ResourceNotFoundException') {
    assert.deepEqual([status, error], [404, 'ResourceNotFoundException']);
    return;
  }
  assert.equal(status, 200);
  if (elsewhere === 'nothing is found') {
    const { campaignSummaryList = [], successfulRequests = [] } = body;
    assert.deepEqual([...campaignSummaryList, ...successfulRequests], []);
  }
}

/** The same call about a resource that nobody has. */
function aboutNothing(input: Record<string, unknown>): Record<string, unknown> {
  const named: Record<string, unknown> = {
    id: MISSING,
    campaignIds: [MISSING],
    connectInstanceId: 'instance-of-nobody',
    arn: `arn:aws:connect-campaigns:us-east-1:111111111111:campaign/${MISSING}`,
    filters: { instanceIdFilter: { value: 'instance-of-nobody', operator: 'Eq' } },
  };
  return { ...input, ...Object.fromEntries(Object.entries(named).filter(([name]) => name in input)) };
}

for (const operation of OPERATION_NAMES) {
  test(`${operation}: 200 for the owner`, async () => {
    const { service, input } = await prepared(operation);
    await using _closed = service;
    assert.equal((await service.call(operation, input)).status, 200);
    assert.deepEqual(service.failures, []);
  });

  for (const [who, caller] of Object.entries(OTHERS)) {
    test(`${operation}: ${GOOD_CALLS[operation].elsewhere} from ${who}, and nothing of the owner's is changed`, async () => {
      const { service, input } = await prepared(operation);
      await using _closed = service;
      const before = await everything(service);
      assertElsewhere(operation, await service.call(operation, input, caller));
      const own = JSON.parse(await everything(service));
      // What the stranger has made for themselves is theirs.
      own[1] = own[1].filter(
        (_: unknown, index: number) =>
          own[0][index].account === CALLER.account && own[0][index].region === CALLER.region,
      );
      own[0] = own[0].filter(
        ({ account, region }: typeof CALLER) => account === CALLER.account && region === CALLER.region,
      );
      assert.equal(JSON.stringify(own), before);
      assert.deepEqual(service.failures, []);
    });
  }

  test(`${operation}: ${GOOD_CALLS[operation].elsewhere} for what does not exist`, async () => {
    const { service, input } = await prepared(operation);
    await using _closed = service;
    assertElsewhere(operation, await service.call(operation, aboutNothing(input)));
  });
}
