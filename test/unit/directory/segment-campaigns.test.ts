/** Segment campaigns through the public APIs, on the virtual clock: who enters when, and how the campaign ends. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMAIL, event, SMS, segment } from '../api/campaigns-v2/sample-campaigns.ts';
import { find, type ToldRequests, toldRequests } from '../explain/told-requests.ts';

const START = '2026-01-05T12:30:00Z';
const SEGMENT_ARN = 'arn:aws:profile:us-east-1:111111111111:domains/people/segment-definitions/people';
const START_TO_TEN_DAYS = { startTime: START, endTime: '2026-01-15T12:30:00Z' };

const profileId = (number: number): string => number.toString(16).padStart(32, '0');

/** SMS alone, to numbers of London that are delivered. */
const texting = (members: Record<string, unknown> = {}): Record<string, unknown> =>
  segment({
    source: { customerProfilesSegmentArn: SEGMENT_ARN },
    schedule: START_TO_TEN_DAYS,
    channelSubtypeConfig: { sms: SMS },
    ...members,
  });

async function importPeople(
  world: ToldRequests,
  count: number,
  profile: (number: number) => Record<string, unknown> = () => ({}),
): Promise<void> {
  const lines = Array.from({ length: count }, (_, number) => ({
    profileId: profileId(number),
    phone: `+44207${94_000 + number}10`,
    ...profile(number),
  }));
  const body = lines.map((line) => JSON.stringify(line)).join('\n');
  const answer = await fetch(`${world.url}/admin/v1/profiles`, { method: 'POST', body });
  assert.deepEqual(await answer.json(), { stored: count, failed: 0, failures: [] });
}

const putSegment = (world: ToldRequests, definition: object, name = 'people') =>
  world.call('PUT', `/admin/v1/segments/${name}`, definition);

interface Shown {
  readonly id: string;
  readonly clientToken: string;
  readonly state: string;
  readonly reason?: string;
  readonly acceptedAt: string;
  readonly expirationTime: string;
}

async function requests(world: ToldRequests, campaign: string): Promise<readonly Shown[]> {
  const found: Shown[] = [];
  for (let cursor: unknown; ; ) {
    const after = cursor === undefined ? '' : `&cursor=${cursor}`;
    const page = await world.call('GET', `/admin/v1/campaigns/${campaign}/requests?limit=1000${after}`);
    // The admin API's own document.
    found.push(...(page['requests'] as readonly Shown[]));
    cursor = page['cursor'];
    if (cursor === undefined) return found;
  }
}

const stateOf = async (world: ToldRequests, campaign: string): Promise<unknown> =>
  (await world.call('GET', `/v2/campaigns/${campaign}/state`))['state'];

test('a list: everybody on it enters at the scheduled start, and the campaign completes when nobody waits any more', async () => {
  await using world = await toldRequests();
  await importPeople(world, 3);
  // The last one is not in the directory.
  await putSegment(world, { profileIds: [2, 0, 99].map(profileId) });
  const campaign = await world.running(texting());
  await world.campanile.advance('PT29M');
  assert.deepEqual(await requests(world, campaign), []);
  await world.campanile.advance('PT1M');
  const entered = await requests(world, campaign);
  assert.deepEqual(
    entered.map(({ clientToken, acceptedAt, expirationTime }) => [clientToken.slice(-32), acceptedAt, expirationTime]),
    [
      [profileId(0), START, START_TO_TEN_DAYS.endTime],
      [profileId(2), START, START_TO_TEN_DAYS.endTime],
    ],
  );
  assert.equal(await stateOf(world, campaign), 'Running');
  await world.campanile.advance('PT1M');
  assert.deepEqual(new Set((await requests(world, campaign)).map(({ state }) => state)), new Set(['Succeeded']));
  assert.equal(await stateOf(world, campaign), 'Completed');
});

test('a filter: those enter whose attributes fulfil every condition, over many pages of the directory', async () => {
  await using world = await toldRequests();
  await importPeople(world, 1_700, (number) => ({
    attributes: { plan: number % 2 === 0 ? 'gold' : 'tin', ...(number % 3 === 0 && { churned: 'yes' }) },
  }));
  await putSegment(world, {
    filter: [
      { attribute: 'plan', equals: 'gold' },
      { attribute: 'churned', exists: false },
    ],
  });
  const campaign = await world.running(texting());
  await world.campanile.advance('PT1H');
  const expected = Array.from({ length: 1_700 }, (_, number) => number).filter((n) => n % 2 === 0 && n % 3 !== 0);
  const entered = await requests(world, campaign);
  assert.deepEqual(
    entered.map(({ clientToken }) => clientToken.slice(-32)),
    expected.map(profileId),
  );
  assert.equal(await stateOf(world, campaign), 'Completed');
});

test('a refresh: who is new enters, who is still inside does not, and entry limits hold', async () => {
  await using world = await toldRequests();
  await importPeople(world, 3, (number) => (number === 1 ? { phone: '+442079460002' } : {}));
  await putSegment(world, { profileIds: [0, 1].map(profileId) });
  const campaign = await world.running(
    texting({
      schedule: { ...START_TO_TEN_DAYS, refreshFrequency: 'P1D' },
      entryLimitsConfig: { maxEntryCount: 3, minEntryInterval: 'P2D' },
    }),
  );
  await world.campanile.advance('PT1H');
  await putSegment(world, { profileIds: [0, 1, 2].map(profileId) });
  await world.campanile.advance('P8D');
  const entries = (await requests(world, campaign)).map(
    ({ clientToken, acceptedAt }) => `${Number.parseInt(clientToken.slice(-32), 16)} ${acceptedAt.slice(0, 16)}`,
  );
  assert.deepEqual(
    entries,
    [
      '0 2026-01-05T12:30',
      '1 2026-01-05T12:30',
      '2 2026-01-06T12:30',
      // At least two days apart, and three times at most. The second one is never receipted, and inside for 72 hours.
      '0 2026-01-07T12:30',
      '2 2026-01-08T12:30',
      '1 2026-01-09T12:30',
      '0 2026-01-09T12:30',
      '2 2026-01-10T12:30',
      '1 2026-01-13T12:30',
    ].sort((one, other) => one.slice(2).localeCompare(other.slice(2)) || one.localeCompare(other)),
  );
  assert.equal(await stateOf(world, campaign), 'Running');
  // The last refresh is a day before the end; the last message waits three days for its receipt.
  await world.campanile.advance('P2D');
  assert.equal(await stateOf(world, campaign), 'Completed');
});

test('a pause over the scheduled start: everybody enters at the resume', async () => {
  await using world = await toldRequests();
  await importPeople(world, 2);
  await putSegment(world, { filter: [] });
  const campaign = await world.running(texting());
  await world.move(campaign, 'pause');
  await world.campanile.advance('PT2H');
  assert.deepEqual(await requests(world, campaign), []);
  await world.move(campaign, 'resume');
  await world.campanile.advance('PT1M');
  assert.deepEqual(
    (await requests(world, campaign)).map(({ acceptedAt }) => acceptedAt),
    ['2026-01-05T14:00:00Z', '2026-01-05T14:00:00Z'],
  );
});

test('a segment that is deleted fails the campaigns that name it, and nobody is contacted any more', async () => {
  await using world = await toldRequests();
  await importPeople(world, 2);
  await putSegment(world, { filter: [] });
  const schedule = { ...START_TO_TEN_DAYS, refreshFrequency: 'P1D' };
  const communicationTimeConfig = {
    localTimeZoneConfig: { defaultTimeZone: 'Europe/London' },
    sms: { openHours: { dailyHours: { FRIDAY: [{ startTime: 'T09:00', endTime: 'T17:00' }] } } },
  };
  const running = await world.running(texting({ schedule, communicationTimeConfig }));
  const early = await world.running(
    texting({ name: 'Early', schedule: { ...schedule, startTime: '2026-01-08T12:00:00Z' } }),
  );
  const other = await world.running(
    texting({ name: 'Other', source: { customerProfilesSegmentArn: SEGMENT_ARN.replace(/people$/, 'others') } }),
  );
  await putSegment(world, { profileIds: [] }, 'others');
  await world.campanile.advance('PT1H');
  const [waiting] = await requests(world, running);
  await world.call('DELETE', '/admin/v1/segments/people');
  assert.equal(await stateOf(world, running), 'Failed');
  assert.equal(await stateOf(world, early), 'Failed');
  assert.equal(await stateOf(world, other), 'Completed');
  await world.campanile.advance('P10D');
  assert.equal((await world.explain(waiting?.id ?? '')).at(-1)?.code, 'CAMPAIGN_FAILED');
});

test('a segment that is not there at the scheduled start fails the campaign', async () => {
  await using world = await toldRequests();
  const campaign = await world.running(texting());
  await world.campanile.advance('PT29M');
  assert.equal(await stateOf(world, campaign), 'Running');
  await world.campanile.advance('PT1M');
  assert.equal(await stateOf(world, campaign), 'Failed');
});

test('the time zone of a member comes from the postal address, where the campaign detects it so', async () => {
  await using world = await toldRequests();
  await importPeople(world, 1, () => ({ email: 'ada@example.com', address: { country: 'US', postalCode: '90210' } }));
  await putSegment(world, { filter: [] });
  const dailyHours = { MONDAY: [{ startTime: 'T09:00', endTime: 'T17:00' }] };
  const campaign = await world.running(
    texting({
      channelSubtypeConfig: { email: EMAIL },
      communicationTimeConfig: {
        localTimeZoneConfig: { localTimeZoneDetection: ['ZIP_CODE'] },
        email: { openHours: { dailyHours } },
      },
    }),
  );
  await world.campanile.advance('PT1H');
  const [request] = await requests(world, campaign);
  const { zones, until } = find(await world.explain(request?.id ?? ''), 'COMMUNICATION_TIME_CLOSED');
  assert.equal(zones?.[0]?.name, 'America/Los_Angeles');
  assert.equal(until, '2026-01-05T17:00:00Z');
});

test('an event campaign: a profile enters by an event, once at a time, and is contacted', async () => {
  await using world = await toldRequests();
  await importPeople(world, 2);
  const campaign = await world.running(event({ channelSubtypeConfig: { sms: SMS } }));
  const put = async (clientToken: string) =>
    world.call('PUT', `/v2/campaigns/${campaign}/profile-outbound-requests`, {
      profileOutboundRequests: [{ clientToken, profileId: profileId(1) }],
    });
  const { successfulRequests } = (await put('one')) as unknown as { successfulRequests: { id: string }[] };
  const { failedRequests } = (await put('two')) as unknown as { failedRequests: { failureCode: string }[] };
  assert.equal(failedRequests[0]?.failureCode, 'Conflict');
  await world.campanile.advance('PT1H');
  assert.equal((await world.explain(successfulRequests[0]?.id ?? '')).at(-1)?.code, 'DELIVERED');
  assert.deepEqual((await put('two'))['failedRequests'], []);
  await world.campanile.advance('P40D');
  assert.equal(await stateOf(world, campaign), 'Completed');
});

test('segments are put, listed, read and deleted; one that says two things or none is refused', async () => {
  await using world = await toldRequests();
  const filter = [{ attribute: 'plan', in: ['gold', 'tin'] }];
  await putSegment(world, { filter }, 'b');
  await putSegment(world, { profileIds: [profileId(1), profileId(1)] }, 'a');
  const { segments } = await world.call('GET', '/admin/v1/segments');
  const changedAt = '2026-01-05T12:00:00Z';
  assert.deepEqual(segments, [
    { name: 'a', changedAt, profileIds: [profileId(1)] },
    { name: 'b', changedAt, filter },
  ]);
  assert.deepEqual(await world.call('GET', '/admin/v1/segments/b'), { name: 'b', changedAt, filter });
  await world.call('DELETE', '/admin/v1/segments/b');
  const status = async (method: string, name: string, body?: object): Promise<number> => {
    const url = `${world.url}/admin/v1/segments/${name}`;
    const headers = { 'content-type': 'application/json' };
    return (await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) })).status;
  };
  assert.equal(await status('GET', 'b'), 404);
  assert.equal(await status('DELETE', 'b'), 404);
  assert.equal(await status('PUT', 'c', {}), 400);
  assert.equal(await status('PUT', 'c', { filter, profileIds: [] }), 400);
  assert.equal(await status('PUT', 'c', { filter: [{ attribute: 'plan' }] }), 400);
  assert.equal(await status('PUT', 'c', { filter: [{ attribute: 'plan', equals: 'gold', exists: true }] }), 400);
  assert.equal(await status('PUT', 'c', { profileIds: ['nobody'] }), 400);
});
