/** PutProfileOutboundRequestBatch: people of the profile directory enter an event campaign. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignId } from '../../../../src/domain/campaign.ts';
import type { Profile } from '../../../../src/domain/profile.ts';
import { parseContent } from '../../../../src/domain/request-content.ts';
import type { RequestRecord } from '../../../../src/store/request-store.ts';
import { CALLER, type InProcessService, openService, type ServiceOptions, START } from './in-process-service.ts';
import { AGENTLESS, created, EMAIL, event, external, running, SMS, segment } from './sample-campaigns.ts';

const ADA = 'a'.repeat(32);
const BOB = 'b'.repeat(32);
const EVE = 'e'.repeat(32);
const DAN = '1'.repeat(32);

const PROFILES: Profile[] = [
  {
    profileId: ADA,
    phones: ['+12065550100'],
    emails: ['ada@example.com'],
    addresses: [],
    attributes: { FirstName: 'Ada' },
  },
  { profileId: BOB, phones: [], emails: ['bob@example.com'], addresses: [], attributes: {} },
  { profileId: EVE, phones: [], emails: [], addresses: [], attributes: {} },
  { profileId: DAN, phones: ['+12065550101'], emails: [], addresses: [], attributes: {} },
];

async function open(options: ServiceOptions = {}): Promise<InProcessService> {
  const service = await openService(options);
  await service.store.directory.putProfiles(CALLER.account, PROFILES);
  return service;
}

const put = (service: InProcessService, id: string, profileOutboundRequests: unknown[]) =>
  service.ok('PutProfileOutboundRequestBatch', { id, profileOutboundRequests });

async function stored(service: InProcessService, id: string): Promise<RequestRecord[]> {
  return (await service.store.requests.requests({ campaignId: id as CampaignId, limit: 50 })).requests;
}

/** Every request of the campaign has its end. */
async function endAll(service: InProcessService, id: string): Promise<void> {
  const at = service.clock.now();
  const keys = (await stored(service, id)).map(({ key }) => key);
  await service.store.requests.exclude(
    keys.map((key) => ({ key, state: 'Suppressed', reason: 'MISSING_TIMEZONE', at }) as const),
  );
}

const failures = (reply: { failedRequests: { clientToken: string; failureCode: string }[] }): string[] =>
  reply.failedRequests.map(({ clientToken, failureCode }) => `${clientToken} ${failureCode}`);

test('each profile enters by the first channel that it has an address for', async () => {
  await using service = await open();
  const id = await running(service, event({ channelSubtypeConfig: { telephony: AGENTLESS, sms: SMS, email: EMAIL } }));
  const reply = await put(service, id, [
    { clientToken: 't-ada', profileId: ADA },
    { clientToken: 't-bob', profileId: BOB },
    { clientToken: 't-eve', profileId: EVE },
  ]);
  assert.deepEqual(reply.failedRequests, []);
  const [ada, bob, eve] = await stored(service, id);
  assert.ok(ada && bob && eve);
  assert.deepEqual([ada.channelSubtype, bob.channelSubtype, eve.channelSubtype], ['TELEPHONY', 'EMAIL', undefined]);
  assert.deepEqual(parseContent(ada.payload), {
    telephony: { destinationPhoneNumber: '+12065550100', attributes: { FirstName: 'Ada' } },
    profileId: ADA,
  });
  assert.deepEqual(parseContent(bob.payload), {
    email: { destinationEmailAddress: 'bob@example.com', templateParameters: {} },
    profileId: BOB,
  });
  assert.deepEqual(parseContent(eve.payload), { profileId: EVE });
  assert.deepEqual(
    reply.successfulRequests.map((request: { id: string }) => request.id),
    [ada.id, bob.id, eve.id],
  );
});

test('without an expiration time the ceiling holds; entries are due at the start of the schedule', async () => {
  await using service = await open({ limits: 'aws', autoOnboard: true });
  const id = await running(service, event({ channelSubtypeConfig: { telephony: AGENTLESS, email: EMAIL } }));
  await put(service, id, [
    { clientToken: 't-ada', profileId: ADA },
    { clientToken: 't-bob', profileId: BOB },
    { clientToken: 't-now', profileId: DAN, expirationTime: '2026-01-05T12:05:00Z' },
  ]);
  const requests = await stored(service, id);
  assert.deepEqual(
    requests.map(({ expiresAt }) => expiresAt - START),
    [900_000, 86_400_000, 300_000],
  );
  assert.deepEqual(new Set(requests.map(({ dueAt }) => dueAt - START)), new Set([1_800_000]));
});

test('an unknown profile fails alone as ResourceNotFound, and so does one of another account', async () => {
  await using service = await open();
  await service.store.directory.putProfiles('222222222222', [
    { ...(PROFILES[0] as Profile), profileId: 'c'.repeat(32) },
  ]);
  const id = await running(service, event());
  const reply = await put(service, id, [
    { clientToken: 't-1', profileId: 'd'.repeat(32) },
    { clientToken: 't-2', profileId: ADA },
    { clientToken: 't-3', profileId: 'c'.repeat(32) },
  ]);
  assert.deepEqual(failures(reply), ['t-1 ResourceNotFound', 't-3 ResourceNotFound']);
  assert.equal(reply.successfulRequests.length, 1);
  assert.equal(service.rejections.recent(id as CampaignId)[0]?.code, 'UNKNOWN_PROFILE');
});

test('the same token and content is a replay also after the profile has changed; other content is InvalidInput', async () => {
  await using service = await open();
  const id = await running(service, event());
  const context = {
    sourceEvent: 'cart',
    channelContext: { webNotificationContext: { sessionId: 's', browserId: 'b' } },
  };
  const request = { clientToken: 't', profileId: ADA, eventTriggerContext: context };
  const { successfulRequests } = await put(service, id, [request]);
  await service.store.directory.putProfiles(CALLER.account, [
    { ...(PROFILES[0] as Profile), phones: ['+12065550111'] },
  ]);
  const again = await put(service, id, [{ ...request, expirationTime: '2026-01-05T12:45:00Z' }]);
  assert.deepEqual(again.successfulRequests, successfulRequests);
  const { channelContext } = context;
  const others = [
    { ...request, profileId: BOB },
    { clientToken: 't', profileId: ADA },
    { ...request, eventTriggerContext: { ...context, sourceEvent: 'other' } },
    { ...request, eventTriggerContext: { sourceEvent: 'cart' } },
    { ...request, eventTriggerContext: { channelContext } },
  ];
  for (const other of others) assert.deepEqual(failures(await put(service, id, [other])), ['t InvalidInput']);
  assert.equal((await stored(service, id)).length, 1);
});

test('a wrong expiration time and an empty token are InvalidInput', async () => {
  await using service = await open();
  const id = await running(service, event());
  const reply = await put(service, id, [
    { clientToken: 't-1', profileId: ADA, expirationTime: '2026-01-05T12:00:00Z' },
    { clientToken: 't-2', profileId: EVE, expirationTime: '2028-01-05T12:00:00Z' },
    { clientToken: '', profileId: ADA },
  ]);
  assert.deepEqual(failures(reply), ['t-1 InvalidInput', 't-2 InvalidInput', ' InvalidInput']);
});

test('a full buffer is RequestThrottled: the model has no BufferLimitExceeded here', async () => {
  await using service = await open({ overrides: { bufferedRequestsPerCampaign: 1 } });
  const id = await running(service, event());
  const reply = await put(service, id, [
    { clientToken: 't-1', profileId: ADA },
    { clientToken: 't-2', profileId: BOB },
  ]);
  assert.deepEqual(failures(reply), ['t-2 RequestThrottled']);
});

test('a profile is in a campaign once at a time: until its request has ended a second one is a Conflict', async () => {
  await using service = await open();
  const id = await running(service, event());
  const enter = (clientToken: string, profileId = ADA) => put(service, id, [{ clientToken, profileId }]);
  const both = await put(service, id, [
    { clientToken: 't-1', profileId: ADA },
    { clientToken: 't-2', profileId: ADA },
  ]);
  assert.deepEqual(failures(both), ['t-2 Conflict']);
  assert.deepEqual(failures(await enter('t-2')), ['t-2 Conflict']);
  assert.deepEqual(failures(await enter('t-1')), [], 'a replay is answered as ever');
  assert.deepEqual(failures(await enter('t-3', BOB)), [], 'another profile is not concerned');
  assert.equal(service.rejections.recent(id as CampaignId)[0]?.code, 'ALREADY_IN_CAMPAIGN');
  await endAll(service, id);
  assert.deepEqual(failures(await enter('t-2')), [], 'the token of a refused entry stays free');
  const other = await running(service, event({ name: 'another one' }));
  assert.deepEqual(failures(await put(service, other, [{ clientToken: 't', profileId: ADA }])), []);
});

test('entry limits: so many entries, and so much time between them, counted from the put', async () => {
  await using service = await open();
  const limits = { entryLimitsConfig: { maxEntryCount: 2, minEntryInterval: 'PT10M' } };
  const id = await running(service, event(limits));
  const enter = async (clientToken: string): Promise<string> => {
    const reply = await put(service, id, [{ clientToken, profileId: ADA }]);
    await endAll(service, id);
    return failures(reply).join();
  };
  const outcomes: string[] = [await enter('t-1')];
  await service.clock.advanceTo(START + 600_000 - 1);
  outcomes.push(await enter('t-2'));
  await service.clock.advanceTo(START + 600_000);
  outcomes.push(await enter('t-2'));
  await service.clock.advanceTo(START + 6_000_000);
  outcomes.push(await enter('t-3'));
  assert.deepEqual(outcomes, ['', 't-2 Conflict', '', 't-3 Conflict']);
  assert.equal(service.rejections.recent(id as CampaignId)[0]?.code, 'ENTRY_LIMIT_REACHED');
});

test('only an event campaign takes it, and only while it runs', async () => {
  await using service = await open();
  const profileOutboundRequests = [{ clientToken: 't', profileId: ADA }];
  const refusal = (id: string) => service.refusal('PutProfileOutboundRequestBatch', { id, profileOutboundRequests });
  const sentence = 'ValidationException: Operation is not valid for this campaign';
  assert.equal(await refusal(await running(service, external({ name: 'x' }))), sentence);
  assert.equal(await refusal(await running(service, segment({ name: 's' }))), sentence);
  assert.match(await refusal(await created(service, event())), /^InvalidCampaignStateException: .*\(Initialized\)$/);
});

test('the wire takes 20 of them, and profile ids of 32 hexadecimal digits', async () => {
  await using service = await open();
  const id = await running(service, event());
  const crowd = Array.from({ length: 21 }, (_, index) => ({
    ...(PROFILES[0] as Profile),
    profileId: String(index).padStart(32, '0'),
  }));
  await service.store.directory.putProfiles(CALLER.account, crowd);
  const many = (count: number) =>
    crowd.slice(0, count).map(({ profileId }, index) => ({ clientToken: `t${index}`, profileId }));
  assert.equal((await put(service, id, many(20))).successfulRequests.length, 20);
  for (const profileOutboundRequests of [many(21), [], [{ clientToken: 't', profileId: 'A'.repeat(32) }]]) {
    const { error } = await service.call('PutProfileOutboundRequestBatch', { id, profileOutboundRequests });
    assert.equal(error, 'ValidationException');
  }
});
