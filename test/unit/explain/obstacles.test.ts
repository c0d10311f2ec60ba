/** What stands in a request's way: each reason is brought about through the public API and told exactly. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { event } from '../api/campaigns-v2/sample-campaigns.ts';
import { external, find, INSTANCE, numbers, SMS, START, toldRequests, withHours } from './told-requests.ts';

const ADA = '+442079460010';
const LATER = { startTime: '2026-01-06T10:00:00Z', endTime: '2026-02-05T12:00:00Z' };

test('nothing: a request that may go goes, and one that is put says when it expires', async () => {
  await using world = await toldRequests();
  const campaign = await world.running(external({ schedule: LATER }));
  const [id = ''] = await world.put(campaign, [ADA], { expirationTime: '2026-01-07T00:00:00Z' });
  const findings = await world.explain(id);
  assert.deepEqual(
    findings.map(({ code, kind, at }) => [code, kind, at]),
    [
      ['ACCEPTED', 'happened', '2026-01-05T12:00:00Z'],
      ['SCHEDULE_NOT_BEGUN', 'standing', undefined],
      ['EXPIRES', 'ahead', '2026-01-07T00:00:00Z'],
    ],
  );
  await world.campanile.advance('P1D');
  assert.equal((await world.explain(id)).at(-1)?.code, 'DELIVERED');
});

test('the schedule: until when it has not begun', async () => {
  await using world = await toldRequests();
  const [id = ''] = await world.put(await world.running(external({ schedule: LATER })), [ADA]);
  const { until, sentence } = find(await world.explain(id), 'SCHEDULE_NOT_BEGUN');
  assert.equal(until, LATER.startTime);
  assert.equal(sentence, 'The schedule of the campaign begins at 2026-01-06T10:00:00Z.');
});

test('the campaign: paused, and beside it what else stands in the way', async () => {
  await using world = await toldRequests();
  const campaign = await world.running(external({ schedule: LATER }));
  const [id = ''] = await world.put(campaign, [ADA]);
  await world.move(campaign, 'pause');
  assert.deepEqual(await world.standing(id), ['CAMPAIGN_PAUSED', 'SCHEDULE_NOT_BEGUN']);
  await world.move(campaign, 'resume');
  assert.deepEqual(await world.standing(id), ['SCHEDULE_NOT_BEGUN']);
});

test('the communication time: the exact next opening, and the wall clock of the zone', async () => {
  await using world = await toldRequests();
  const campaign = await world.running(withHours());
  // 12:00 UTC is 07:00 in New York.
  const [id = ''] = await world.put(campaign, ['+12125550110']);
  await world.campanile.advance('PT1S');
  const { until, zones, sentence } = find(await world.explain(id), 'COMMUNICATION_TIME_CLOSED');
  assert.equal(until, '2026-01-05T14:00:00Z');
  assert.deepEqual(zones, [
    { name: 'America/New_York', localTime: '2026-01-05T07:00:01-05:00', opensAtLocal: '2026-01-05T09:00:00-05:00' },
  ]);
  assert.match(sentence, /opens at 2026-01-05T14:00:00Z: in America\/New_York it is 2026-01-05T07:00:01-05:00/);
  // What the deferral says, the opening has said.
  assert.deepEqual(await world.standing(id), ['COMMUNICATION_TIME_CLOSED']);
  await world.campanile.advance('PT2H');
  const told = await world.explain(id);
  assert.equal(find(told, 'ATTEMPT_STARTED').at, '2026-01-05T14:00:00Z');
});

test('the communication time: a number that may be in several zones waits for all of them', async () => {
  await using world = await toldRequests();
  // An Australian mobile may also be on the Cocos Islands, which are the last to open.
  const [id = ''] = await world.put(await world.running(withHours()), ['+61412345610']);
  const { zones = [], until } = find(await world.explain(id), 'COMMUNICATION_TIME_CLOSED');
  assert.equal(until, '2026-01-06T02:30:00Z');
  const opensIn = new Map(zones.map(({ name, opensAtLocal }) => [name, opensAtLocal]));
  assert.equal(opensIn.get('Indian/Cocos'), '2026-01-06T09:00:00+06:30');
  assert.equal(opensIn.get('Australia/Perth'), '2026-01-06T10:30:00+08:00');
});

test('the time zone: one that nobody can tell, and a communication time that never opens', async () => {
  await using world = await toldRequests();
  const unknown = await world.running(withHours({ schedule: LATER }));
  // Universal international freephone belongs to no place.
  const [nowhere = ''] = await world.put(unknown, ['+80012345610']);
  assert.deepEqual(await world.standing(nowhere), ['SCHEDULE_NOT_BEGUN', 'TIME_ZONE_MISSING']);
  const never = await world.running(
    withHours({
      name: 'Never',
      schedule: LATER,
      communicationTimeConfig: {
        localTimeZoneConfig: { defaultTimeZone: 'Europe/London' },
        sms: { openHours: { dailyHours: {} } },
      },
    }),
  );
  const [closed = ''] = await world.put(never, [ADA]);
  const finding = find(await world.explain(closed), 'COMMUNICATION_TIME_NEVER_OPENS');
  assert.match(finding.sentence, /never opens in Europe\/London/);
});

test('the channel: a profile without an address for it', async () => {
  await using world = await toldRequests();
  const profileId = 'a'.repeat(32);
  await fetch(`${world.url}/admin/v1/profiles`, { method: 'POST', body: JSON.stringify({ profileId }) });
  const campaign = await world.running(event());
  const answer = await world.call('PUT', `/v2/campaigns/${campaign}/profile-outbound-requests`, {
    profileOutboundRequests: [{ clientToken: 'one', profileId }],
  });
  // The wire's own answer.
  const { successfulRequests } = answer as unknown as { successfulRequests: { id: string }[] };
  const id = successfulRequests[0]?.id ?? '';
  assert.deepEqual(await world.standing(id), ['SCHEDULE_NOT_BEGUN', 'CHANNEL_MISSING']);
  assert.match(find(await world.explain(id), 'ACCEPTED').sentence, /^Accepted for no channel/);
});

test('a communication limit: which one, the communications that it counts, and when it leaves room again', async () => {
  await using world = await toldRequests();
  const first = await world.running(external({ name: 'First' }));
  await world.limitInstance(2);
  await world.put(first, [ADA]);
  await world.campanile.advance('PT1H');
  await world.put(first, [ADA]);
  await world.campanile.advance('PT1H');
  const [id = ''] = await world.put(await world.running(external({ schedule: LATER })), [ADA]);
  const finding = find(await world.explain(id), 'COMMUNICATION_LIMIT_REACHED');
  assert.deepEqual(finding.hits, ['2026-01-05T12:00:00Z', '2026-01-05T13:00:00Z']);
  assert.equal(finding.until, '2026-01-06T12:00:00Z');
  assert.match(finding.sentence, /^The limit of the instance, 2 in 1 day, is reached by the communications at/);
});

test('the red button: since when, for one channel or for all, and what it lets go on', async () => {
  await using world = await toldRequests();
  const press = (state: string, channel?: string) =>
    world.call('POST', '/admin/v1/dispatch', { state, ...(channel !== undefined && { channel }) });
  await press('stopped', 'SMS');
  const [id = ''] = await world.put(await world.running(), [ADA]);
  await world.campanile.advance('PT1M');
  const { at, sentence } = find(await world.explain(id), 'DISPATCH_STOPPED');
  assert.equal(at, START);
  assert.match(
    sentence,
    /^Dispatch on this channel was stopped by hand at 2026-01-05T12:00:00Z; `campanile dispatch start`/,
  );
  await press('stopped');
  assert.match(
    find(await world.explain(id), 'DISPATCH_STOPPED').sentence,
    /^Dispatch was stopped by hand at .*12:01:00Z/,
  );
  assert.deepEqual(await world.standing(id), ['DISPATCH_STOPPED']);
  await press('running');
  await world.campanile.advance('PT1M');
  assert.equal((await world.explain(id)).at(-1)?.code, 'DELIVERED');
});

test('the suppression list: since when, and for which channel', async () => {
  await using world = await toldRequests();
  const [id = ''] = await world.put(await world.running(external({ schedule: LATER })), [ADA]);
  const add = async (channel: string) => {
    const url = `${world.url}/admin/v1/instances/${INSTANCE}/suppression${channel}`;
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: ADA });
    assert.equal(answer.status, 200, await answer.text());
  };
  await add('?channel=EMAIL');
  assert.deepEqual(await world.standing(id), ['SCHEDULE_NOT_BEGUN']);
  await add('?channel=SMS');
  const { at, sentence } = find(await world.explain(id), 'RECIPIENT_SUPPRESSED');
  assert.equal(at, START);
  assert.match(sentence, /on the suppression list for this channel since 2026-01-05T12:00:00Z/);
  await add('');
  assert.match(find(await world.explain(id), 'RECIPIENT_SUPPRESSED').sentence, /for every channel/);
  await world.campanile.advance('P1D');
  assert.equal((await world.explain(id)).at(-1)?.code, 'SUPPRESSED_RECIPIENT');
});

test('the carrier: a withdrawal with its reason, and the back-off after it', async () => {
  await using world = await toldRequests();
  const campaign = await world.running(external({ channelSubtypeConfig: { sms: SMS } }));
  await world.call('POST', '/admin/v1/faults', { channel: 'SMS', kind: 'throttle', count: 1 });
  const [id = ''] = await world.put(campaign, [ADA]);
  await world.campanile.advance('PT0.3S');
  const findings = await world.explain(id);
  const withdrawn = find(findings, 'ATTEMPT_WITHDRAWN');
  assert.equal(withdrawn.sentence, 'Attempt 1 was withdrawn, nothing was sent: THROTTLED.');
  const { at, until, sentence } = find(findings, 'BACK_OFF');
  assert.equal(at, withdrawn.at);
  assert.ok(until !== undefined && until > (at ?? ''));
  assert.match(sentence, /^The carrier could not take attempt 1 \(THROTTLED\); the next one may be made at /);
  assert.deepEqual(await world.standing(id), ['BACK_OFF']);
});

test('the carrier: several refusals in a row hold the whole channel for a while', async () => {
  await using world = await toldRequests();
  const campaign = await world.running(external({ channelSubtypeConfig: { sms: SMS } }));
  await world.call('POST', '/admin/v1/faults', { channel: 'SMS', kind: 'throttle', count: 1000 });
  await world.put(campaign, numbers(10));
  await world.campanile.advance('PT0.2S');
  const [id = ''] = await world.put(campaign, [ADA]);
  const { until } = find(await world.explain(id), 'CARRIER_HELD');
  assert.ok(until !== undefined && Date.parse(until) > Date.parse(START));
});

test('the capacity: the rate of the instance, and when the next attempt may begin', async () => {
  await using world = await toldRequests();
  const campaign = await world.running();
  // 50 calls a second, 5 of them at once.
  const ids = await world.put(campaign, numbers(25), { channel: 'telephony' });
  await world.campanile.advance('PT0.05S');
  const { until, sentence } = find(await world.explain(ids.at(-1) ?? ''), 'RATE_LIMIT');
  assert.ok(until !== undefined);
  assert.match(sentence, /begins 50 attempts a second on this channel/);
});

test('the capacity: as many calls as the instance may have, and the carrier full for another instance', async () => {
  await using world = await toldRequests();
  const campaign = await world.running();
  const ids = await world.put(campaign, numbers(525, '08'), { channel: 'telephony' });
  await world.campanile.advance('PT11S');
  const last = ids.at(-1) ?? '';
  const codes = await world.standing(last);
  assert.deepEqual(codes, ['CARRIER_FULL', 'CONCURRENCY_LIMIT']);
  assert.match(
    find(await world.explain(last), 'CONCURRENCY_LIMIT').sentence,
    /has 500 attempts under way .* may have 500/,
  );
  const elsewhere = await world.running(external({ connectInstanceId: 'another' }));
  const [id = ''] = await world.put(elsewhere, [ADA], { channel: 'telephony' });
  await world.campanile.advance('PT0.1S');
  assert.deepEqual(await world.standing(id), ['CARRIER_FULL']);
});

test('the capacity: who shares it, by which weight', async () => {
  await using world = await toldRequests();
  const telephony = (capacity: number) => ({
    capacity,
    outboundMode: { agentless: {} },
    defaultOutboundConfig: { connectContactFlowId: 'flow-1', connectSourcePhoneNumber: '+12065550199' },
  });
  const large = await world.running(external({ name: 'Large', channelSubtypeConfig: { telephony: telephony(0.75) } }));
  const small = await world.running(external({ name: 'Small', channelSubtypeConfig: { telephony: telephony(0.25) } }));
  await world.put(large, numbers(100), { channel: 'telephony' });
  const ids = await world.put(small, numbers(100), { channel: 'telephony' });
  await world.campanile.advance('PT0.5S');
  const { sentence } = find(await world.explain(ids.at(-1) ?? ''), 'CAPACITY_SHARE');
  assert.match(sentence, /^2 campaigns share that; this one has weight 0\.25 of 1, which is 25 %, and \d+ of its due/);
});

test('the attempt: not answered by the carrier, then taken, since when each', async () => {
  await using world = await toldRequests();
  const campaign = await world.running();
  await world.call('POST', '/admin/v1/faults', { channel: 'SMS', kind: 'timeout', count: 1 });
  const [open = ''] = await world.put(campaign, [ADA]);
  await world.campanile.advance('PT1S');
  assert.deepEqual(await world.standing(open), ['ATTEMPT_OPEN']);
  const [submitted = ''] = await world.put(campaign, ['+442079460009']);
  await world.campanile.advance('PT1S');
  const { at, until, sentence } = find(await world.explain(submitted), 'ATTEMPT_SUBMITTED');
  // The answer comes 20 ms after the handing over.
  assert.equal(at, '2026-01-05T12:00:01.020Z');
  assert.equal(until, '2026-01-08T12:00:01Z');
  assert.equal(
    sentence,
    'The carrier took the attempt of 2026-01-05T12:00:01Z at 2026-01-05T12:00:01.020Z; its outcome has not come yet; ' +
      'without one by 2026-01-08T12:00:01Z the request ends as Unknown.',
  );
});
