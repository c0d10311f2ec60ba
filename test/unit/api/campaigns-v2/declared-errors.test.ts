/** No operation answers an error that its model does not declare: typed SDKs know only those. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { campaignsV2, type OperationName } from '../../../../src/api/campaigns-v2/shapes/service.ts';
import type { CampaignId } from '../../../../src/domain/campaign.ts';
import { CAMPAIGN_STATES } from '../../../../src/domain/campaign-states.ts';
import { createSeededRandom } from '../../../../src/lib/random.ts';
import { OPERATION_NAMES, OTHERS, prepared } from './every-operation.ts';
import { type Answer, CALLER, type InProcessService, openService } from './in-process-service.ts';
import { event, external, INSTANCE, segment } from './sample-campaigns.ts';

/** What may come beside the declared ones. */
const ANYWHERE = ['ThrottlingException'];
/** API reference, StartCampaign: declared there, though not in the model. */
const BESIDE_THE_MODEL: Partial<Record<OperationName, string[]>> = { StartCampaign: ['ServiceQuotaExceededException'] };

function assertDeclared(operation: OperationName, { status, error, body }: Answer): void {
  if (status === 200) return;
  const declared = campaignsV2.operations[operation].errors;
  const names = [...declared.map(({ name }) => name), ...ANYWHERE, ...(BESIDE_THE_MODEL[operation] ?? [])];
  assert.ok(error !== undefined && names.includes(error), `${operation} answered ${error}: ${body?.message}`);
  const shape = declared.find(({ name }) => name === error);
  if (shape !== undefined) assert.equal(status, shape.status);
  assert.equal(typeof body.message, 'string');
  assert.equal(error === 'InvalidCampaignStateException', body.state !== undefined);
}

/** Puts the campaign that an input is about into a state, as the engine would. */
async function moveTo(service: InProcessService, state: (typeof CAMPAIGN_STATES)[number]): Promise<void> {
  for (const campaign of await service.store.campaigns.list({ owner: CALLER, limit: 10 })) {
    await service.store.campaigns.update({ ...campaign, state, revision: campaign.revision + 1 }, campaign.revision);
  }
}

for (const operation of OPERATION_NAMES) {
  test(`${operation}: only declared errors, from everybody, in every state, with and without an onboarded instance`, async () => {
    for (const state of CAMPAIGN_STATES) {
      const { service, input } = await prepared(operation);
      await using _closed = service;
      await moveTo(service, state);
      for (const caller of Object.values(OTHERS))
        assertDeclared(operation, await service.call(operation, input, caller));
      assertDeclared(operation, await service.call(operation, input));
      assertDeclared(operation, await service.call(operation, input));
      await service.call('DeleteConnectInstanceConfig', {
        connectInstanceId: INSTANCE,
        campaignDeletionPolicy: 'RETAIN_ALL',
      });
      assertDeclared(operation, await service.call(operation, input));
      assert.deepEqual(service.failures, []);
    }
  });

  test(`${operation}: only declared errors when the input is broken in any member`, async () => {
    const { service, input } = await prepared(operation);
    await using _closed = service;
    for (const name of Object.keys(input)) {
      for (const value of ['', ' ', 'x', 0, {}, [], [{}], null]) {
        const answer = await service.call(operation, { ...input, [name]: value });
        // Bytes that are no request of the wire, and paths without a segment, are refused before there is an operation.
        if (answer.error === 'SerializationException' || answer.error === 'UnknownOperationException') continue;
        assertDeclared(operation, answer);
      }
    }
    assert.deepEqual(service.failures, []);
  });
}

test('only declared errors under tight quotas', async () => {
  await using service = await openService({ overrides: { campaignsPerInstance: 1, activeCampaignsPerInstance: 0 } });
  const { id } = await service.ok('CreateCampaign', external());
  for (const [operation, input] of [
    ['CreateCampaign', external({ name: 'second' })],
    ['StartCampaign', { id }],
  ] as const) {
    const answer = await service.call(operation, input);
    assert.deepEqual([answer.status, answer.error], [402, 'ServiceQuotaExceededException']);
    assertDeclared(operation, answer);
  }
});

test('only declared errors when the store has failed, and a write is then a 500', async () => {
  for (const operation of OPERATION_NAMES) {
    const { service, input } = await prepared(operation);
    await using _closed = service;
    await service.store.close();
    const answer = await service.call(operation, input);
    assertDeclared(operation, answer);
    if (operation.startsWith('Update')) assert.equal(answer.error, 'InternalServerException', operation);
  }
});

test('only declared errors in 3,000 random calls on a few campaigns of every kind', async () => {
  await using service = await openService({ overrides: { campaignsPerInstance: 8, activeCampaignsPerInstance: 3 } });
  const random = createSeededRandom(7);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random.next() * items.length)] as Item;
  const inputs = new Map<OperationName, Record<string, unknown>>();
  for (const operation of OPERATION_NAMES) {
    const { service: other, input } = await prepared(operation);
    await other.store.close();
    inputs.set(operation, input);
  }
  const seen = new Set<string>();
  const ids: CampaignId[] = [];
  for (let round = 0; round < 3_000; round += 1) {
    if (ids.length === 0 || random.next() < 0.05) {
      const campaign = pick([external, segment, event])({
        name: pick(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']),
      });
      const answer = await service.call('CreateCampaign', campaign);
      assertDeclared('CreateCampaign', answer);
      if (answer.status === 200) ids.push(answer.body.id);
      continue;
    }
    const operation = pick(OPERATION_NAMES);
    const id = pick(ids);
    const input = { ...inputs.get(operation) };
    if ('id' in input) input['id'] = id;
    if ('arn' in input) input['arn'] = `arn:aws:connect-campaigns:us-east-1:111111111111:campaign/${id}`;
    const answer = await service.call(operation, input);
    assertDeclared(operation, answer);
    seen.add(`${operation} ${answer.error ?? 'ok'}`);
  }
  assert.deepEqual(service.failures, []);
  assert.ok(seen.size >= 80, `only ${seen.size} different endings were seen`);
});
