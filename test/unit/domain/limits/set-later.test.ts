/** Limits that come when contacts have been made already, through the public API. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainCall } from '../../../support/plain-call.ts';
import { external, SMS } from '../../api/campaigns-v2/sample-campaigns.ts';
import { type ToldRequests, toldRequests } from '../../explain/told-requests.ts';

const ADA = '+442079460010';
const BOB = '+442079460020';
const texting = (members: Record<string, unknown> = {}): Record<string, unknown> =>
  external({ channelSubtypeConfig: { sms: SMS }, ...members });

/** How a request to each of these has ended a minute later. */
async function endings(world: ToldRequests, campaign: string, to: readonly string[]): Promise<string[]> {
  const ids = await world.put(campaign, to, { channel: 'sms', expirationTime: '2026-01-08T12:00:00Z' });
  await world.campanile.advance('PT1M');
  const requests = await Promise.all(ids.map((id) => world.call('GET', `/admin/v1/requests/${id}`)));
  return requests.map(({ state, reason }) => `${state} ${reason}`);
}

test('a limit of the instance counts what was sent before it was set, for as long as it looks back', async () => {
  await using world = await toldRequests();
  const campaign = await world.running(texting());
  assert.deepEqual(await endings(world, campaign, [ADA, ADA]), ['Succeeded DELIVERED', 'Succeeded DELIVERED']);
  await world.limitInstance(2);
  assert.deepEqual(await endings(world, campaign, [ADA, BOB]), ['Suppressed LIMIT_REACHED', 'Succeeded DELIVERED']);
  await world.campanile.advance('PT24H');
  assert.deepEqual(await endings(world, campaign, [ADA]), ['Succeeded DELIVERED']);
});

test('a campaign that opts out sends what no later limit of the instance counts', async () => {
  await using world = await toldRequests();
  const apart = await world.running(texting({ communicationLimitsOverride: { instanceLimitsHandling: 'OPT_OUT' } }));
  const campaign = await world.running(texting({ name: 'another campaign' }));
  assert.deepEqual(await endings(world, apart, [ADA, ADA]), ['Succeeded DELIVERED', 'Succeeded DELIVERED']);
  await world.limitInstance(1);
  assert.deepEqual(await endings(world, campaign, [ADA]), ['Succeeded DELIVERED']);
  assert.deepEqual(await endings(world, campaign, [ADA]), ['Suppressed LIMIT_REACHED']);
});

test('limits of a campaign cannot come later: they are frozen at its start', async () => {
  await using world = await toldRequests();
  const campaign = await world.running(texting());
  const communicationLimitsOverride = {
    allChannelSubtypes: { communicationLimitsList: [{ maxCountPerRecipient: 1, frequency: 1, unit: 'DAY' }] },
  };
  const path = `/v2/campaigns/${campaign}/communication-limits`;
  const answer = await plainCall(world.url, 'POST', path, { communicationLimitsOverride });
  assert.deepEqual([answer.status, answer.body['state']], [409, 'Running']);
});
