/** A segment campaign on the real clock, whose store has a thread of its own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startCampanile } from '../../../src/testing/index.ts';
import { endedRequests, importProfiles } from '../../support/admin.ts';
import { plainCall } from '../../support/plain-call.ts';
import { SMS, segment } from '../api/campaigns-v2/sample-campaigns.ts';

const PEOPLE = 1_200;
const COMPLETES_WITHIN_MS = 30_000;
const POLL_EVERY_MS = 50;
const DAY_MS = 86_400_000;

test('everybody enters at once when the schedule has begun, and the campaign completes after the last receipt', async () => {
  const campanile = await startCampanile();
  try {
    const { url } = campanile;
    const people = Array.from({ length: PEOPLE }, (_, number) => ({
      profileId: number.toString(16).padStart(32, '0'),
      phone: `+44207${94_000 + number}10`,
    }));
    await importProfiles(url, people);
    await plainCall(url, 'PUT', '/admin/v1/segments/all', { filter: [] });
    const schedule = {
      startTime: new Date(Date.now() - DAY_MS).toISOString(),
      endTime: new Date(Date.now() + DAY_MS).toISOString(),
    };
    const campaign = segment({ schedule, channelSubtypeConfig: { sms: SMS } });
    const { body } = await plainCall(url, 'PUT', '/v2/campaigns', campaign);
    const id = String(body['id']);
    await plainCall(url, 'POST', `/v2/campaigns/${id}/start`);
    let state: unknown;
    for (let waitedMs = 0; state !== 'Completed' && waitedMs < COMPLETES_WITHIN_MS; waitedMs += POLL_EVERY_MS) {
      await delay(POLL_EVERY_MS);
      state = (await plainCall(url, 'GET', `/v2/campaigns/${id}/state`)).body['state'];
    }
    assert.equal(state, 'Completed');
    const requests = await endedRequests(url, id);
    assert.equal(requests.length, 1_000);
    assert.ok(requests.every((request) => request.state === 'Succeeded'));
    const { body: counters } = await plainCall(url, 'GET', `/admin/v1/campaigns/${id}/counters`);
    assert.deepEqual([counters['accepted'], counters['succeeded']], [PEOPLE, PEOPLE]);
  } finally {
    await campanile.stop();
  }
});
