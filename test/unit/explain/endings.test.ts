/** What has become of a request: the story in the order of time, and what its end means. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { END_REASONS } from '../../../src/domain/end-reasons.ts';
import { external, find, SMS, toldRequests, withHours } from './told-requests.ts';

const ADA = '+442079460010';

test('a delivery: accepted, attempted, reported, and nothing stands in its way any more', async () => {
  await using world = await toldRequests();
  const [id = ''] = await world.put(await world.running(), [ADA]);
  await world.campanile.advance('PT1M');
  const findings = await world.explain(id);
  assert.deepEqual(
    findings.map(({ code, kind }) => `${kind} ${code}`),
    ['happened ACCEPTED', 'happened ATTEMPT_STARTED', 'happened RECEIPT', 'happened DELIVERED'],
  );
  assert.equal(findings.at(-1)?.sentence, `Succeeded: ${END_REASONS.DELIVERED}`);
});

test('a call: the words of the carrier beside ours', async () => {
  await using world = await toldRequests();
  const [id = ''] = await world.put(await world.running(), ['+442079460001'], { channel: 'telephony' });
  await world.campanile.advance('PT2M');
  const { sentence } = find(await world.explain(id), 'BUSY');
  assert.match(sentence, /^Failed: The line was busy\. The carrier's words: OTHER, SIT_TONE_BUSY/);
});

test('news after the end is told, and changes nothing', async () => {
  await using world = await toldRequests();
  const campaign = await world.running();
  const answer = await world.call('PUT', `/v2/campaigns/${campaign}/outbound-requests`, {
    outboundRequests: [
      {
        clientToken: 'one',
        expirationTime: '2026-01-06T00:00:00Z',
        channelSubtypeParameters: { email: { destinationEmailAddress: 'click@example.com', templateParameters: {} } },
      },
    ],
  });
  // The wire's own answer.
  const { successfulRequests } = answer as unknown as { successfulRequests: { id: string }[] };
  const id = successfulRequests[0]?.id ?? '';
  await world.campanile.advance('PT5M');
  const codes = (await world.explain(id)).map(({ code }) => code);
  assert.deepEqual(codes, ['ACCEPTED', 'ATTEMPT_STARTED', 'DELIVERED', 'LATE_RECEIPT', 'LATE_RECEIPT']);
});

test('expired while the communication time was closed: when it would have opened, and in which zone', async () => {
  await using world = await toldRequests();
  const campaign = await world.running(withHours());
  const [id = ''] = await world.put(campaign, ['+12125550110'], { expirationTime: '2026-01-05T13:30:00Z' });
  await world.campanile.advance('PT3H');
  const { at, sentence, zones } = find(await world.explain(id), 'EXPIRED');
  assert.ok(at !== undefined && at >= '2026-01-05T13:30:00Z' && at < '2026-01-05T13:30:02Z');
  assert.match(sentence, /^Expired: .* The communication time is closed and opens at 2026-01-05T14:00:00Z/);
  assert.equal(zones?.[0]?.name, 'America/New_York');
});

test('expired before the schedule began, and expired in the back-off of a withdrawal', async () => {
  await using world = await toldRequests();
  const schedule = { startTime: '2026-01-06T10:00:00Z', endTime: '2026-02-05T12:00:00Z' };
  const scheduled = await world.running(external({ name: 'Later', schedule }));
  const [early = ''] = await world.put(scheduled, [ADA], { expirationTime: '2026-01-05T13:00:00Z' });
  await world.call('POST', '/admin/v1/faults', { channel: 'SMS', kind: 'throttle', count: 1000 });
  const throttled = await world.running(external({ channelSubtypeConfig: { sms: SMS } }));
  const [refused = ''] = await world.put(throttled, [ADA], { expirationTime: '2026-01-05T12:00:00.300Z' });
  await world.campanile.advance('PT2H');
  assert.match(
    find(await world.explain(early), 'EXPIRED').sentence,
    /^Expired: .* The schedule begins at 2026-01-06T10:00:00Z\.$/,
  );
  assert.match(
    find(await world.explain(refused), 'EXPIRED').sentence,
    /The carrier could not take it \(THROTTLED\), and it was to be looked at again at /,
  );
});

test('withdrawn too often: every word that the carrier had for it', async () => {
  await using world = await toldRequests();
  await world.call('POST', '/admin/v1/faults', { channel: 'SMS', kind: 'throttle', count: 1000 });
  const [id = ''] = await world.put(await world.running(external({ channelSubtypeConfig: { sms: SMS } })), [ADA]);
  await world.campanile.advance('P1D');
  const { sentence } = find(await world.explain(id), 'WITHDRAWN_TOO_OFTEN');
  assert.match(sentence, / It said: (THROTTLED, ){5}THROTTLED\.$/);
});

test('a limit: the communications that it counted at that moment', async () => {
  await using world = await toldRequests();
  const campaign = await world.running();
  await world.limitInstance(1);
  await world.put(campaign, [ADA]);
  await world.campanile.advance('PT1H');
  const [id = ''] = await world.put(campaign, [ADA]);
  await world.campanile.advance('P3D');
  const { at, hits } = find(await world.explain(id), 'LIMIT_REACHED');
  assert.equal(at, '2026-01-05T13:00:00Z');
  assert.deepEqual(hits, ['2026-01-05T12:00:00Z']);
});

test('stopped, and nowhere to go: what the reason means', async () => {
  await using world = await toldRequests();
  const schedule = { startTime: '2026-01-06T10:00:00Z', endTime: '2026-02-05T12:00:00Z' };
  const campaign = await world.running(external({ schedule }));
  const [id = ''] = await world.put(campaign, [ADA]);
  await world.move(campaign, 'stop');
  await world.campanile.advance('PT1S');
  assert.equal(
    find(await world.explain(id), 'CAMPAIGN_STOPPED').sentence,
    `Cancelled: ${END_REASONS.CAMPAIGN_STOPPED}`,
  );
  const unreachable = await world.running(withHours({ name: 'Hours' }));
  const [nowhere = ''] = await world.put(unreachable, ['+80012345610']);
  await world.campanile.advance('PT1S');
  assert.equal(
    find(await world.explain(nowhere), 'MISSING_TIMEZONE').sentence,
    `Suppressed: ${END_REASONS.MISSING_TIMEZONE}`,
  );
});

test('a request that does not exist is a 404', async () => {
  await using world = await toldRequests();
  const { status } = await fetch(`${world.url}/admin/v1/requests/nothing/explain`);
  assert.equal(status, 404);
});
