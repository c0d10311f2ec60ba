/** What no public API can hold still long enough to be asked about: the pure rules of explain on facts made by hand. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { explain } from '../../../../src/domain/explain/explain.ts';
import type { AgentFacts, DispatchFacts, RequestFacts } from '../../../../src/domain/explain/facts.ts';
import { FINDING_CODES } from '../../../../src/domain/explain/finding.ts';
import { aCampaign, NOW } from '../../../conformance/fixtures.ts';

const sms = {
  outboundMode: { agentless: {} },
  defaultOutboundConfig: { connectSourcePhoneNumberArn: 'number', wisdomTemplateArn: 'template' },
};
const campaign = aCampaign(1, { state: 'Running', definition: { type: 'MANAGED', channelSubtypeConfig: { sms } } });
const request: RequestFacts['request'] = {
  channelSubtype: 'SMS',
  state: 'Buffered',
  acceptedAt: NOW - 1_000,
  dueAt: NOW - 1_000,
  expiresAt: NOW + 60_000,
  attempts: [],
};
const dispatch: DispatchFacts = {
  closedBecause: [],
  backlog: 1,
  lane: { underWay: 0, concurrent: 10, ratePerSecond: 10, nextStartAt: NOW, waiting: [{ id: campaign.id, weight: 1 }] },
  carrier: { room: 10, heldUntil: Number.NEGATIVE_INFINITY },
};
const agents: AgentFacts = {
  kind: 'predictive',
  queueId: 'queue-1',
  weight: 1,
  loggedIn: 2,
  free: 1,
  ownFree: 1,
  inFlight: 1,
  waiting: 0,
  allowance: 0,
};

function standing(changes: Partial<RequestFacts>): string[] {
  return explain({ now: NOW, request, campaign, dispatch, ...changes })
    .filter(({ kind }) => kind === 'standing')
    .map(({ code }) => code);
}

test('a request that nothing holds is ready', () => {
  assert.deepEqual(standing({}), ['READY']);
});

test('every state of the campaign but Running stands in the way', () => {
  const states = { Initialized: 'CAMPAIGN_NOT_STARTED', Paused: 'CAMPAIGN_PAUSED', Failed: 'CAMPAIGN_ENDED' } as const;
  for (const [state, code] of Object.entries(states)) {
    assert.deepEqual(standing({ campaign: { ...campaign, state: state as keyof typeof states } }), [code]);
  }
  assert.deepEqual(standing({ campaign: { ...campaign, state: 'Completed' } }), ['CAMPAIGN_ENDED']);
  assert.deepEqual(standing({ campaign: { ...campaign, deletedAt: NOW } }), ['CAMPAIGN_DELETED']);
});

test('a schedule that has ended, in the moment before the campaign is Completed', () => {
  const definition = { ...campaign.definition, schedule: { startTime: NOW - 2_000, endTime: NOW } };
  assert.deepEqual(standing({ campaign: { ...campaign, definition } }), ['SCHEDULE_ENDED']);
});

test('an expiration that has passed, in the moment before the request ends', () => {
  assert.deepEqual(standing({ request: { ...request, expiresAt: NOW } }), ['EXPIRATION_PASSED']);
});

test('a dispatcher that has not read the campaign, or is closed for a reason of its own', () => {
  const { dispatch: _dispatch, ...rest } = { now: NOW, request, campaign, dispatch };
  assert.deepEqual(
    explain(rest).map(({ code }) => code),
    ['ACCEPTED', 'NOT_DISPATCHED', 'EXPIRES'],
  );
  for (const reason of ['noLease', 'clockJumped', 'outcomesWaiting', 'stopping'] as const) {
    assert.deepEqual(standing({ dispatch: { ...dispatch, closedBecause: [reason] } }), ['DISPATCH_CLOSED'], reason);
  }
  const stops = { since: NOW, isChannelAlone: false };
  assert.deepEqual(standing({ stops, dispatch: { ...dispatch, closedBecause: ['stopped'] } }), ['DISPATCH_STOPPED']);
});

test('put off without a withdrawal, until it is looked at again', () => {
  assert.deepEqual(standing({ request: { ...request, dueAt: NOW + 5_000 } }), ['NOT_DUE']);
});

test('a source for which there is no carrier, one whose carrier rests, and one whose carrier is full', () => {
  const sender = { carrier: 'main', room: 10, isOwn: false };
  assert.deepEqual(standing({ sender }), ['READY']);
  assert.deepEqual(standing({ sender: { ...sender, carrier: undefined, room: 0 } }), ['NO_CARRIER']);
  assert.deepEqual(standing({ sender: { ...sender, restsUntil: NOW + 1, room: 0 } }), ['CARRIER_RESTS']);
  assert.deepEqual(standing({ sender: { ...sender, restsUntil: NOW, room: 1 } }), ['READY']);
  assert.deepEqual(standing({ sender: { ...sender, room: 0 } }), ['CARRIER_FULL']);
  const own = explain({
    now: NOW,
    request,
    campaign,
    dispatch,
    sender: { ...sender, carrier: undefined, isOwn: true },
  });
  assert.match(own.find(({ code }) => code === 'NO_CARRIER')?.sentence ?? '', /the request itself names/);
});

test('estimates that cannot be trusted put the brake on too', () => {
  const stale = { ...agents, tick: { mode: 'stale', cap: 'agents' } as const };
  assert.deepEqual(standing({ dispatch: { ...dispatch, agents: stale } }), ['ABANDONMENT_BRAKE', 'NO_FREE_AGENT']);
});

test('a call that may begin waits for no agent', () => {
  assert.deepEqual(standing({ dispatch: { ...dispatch, agents: { ...agents, allowance: 1 } } }), ['READY']);
});

test('the receipt that settles an attempt is told before the end, and later news after it', () => {
  const disposition = { state: 'Succeeded', reason: 'DELIVERED' } as const;
  const attempt = {
    startedAt: NOW - 500,
    endedAt: NOW,
    phase: 'ended' as const,
    disposition,
    receipts: [
      { at: NOW, status: 'Delivery' },
      { at: NOW + 1, status: 'Open' },
    ],
  };
  const ended = { ...request, state: 'Succeeded', reason: 'DELIVERED', endedAt: NOW, attempts: [attempt] } as const;
  assert.deepEqual(
    explain({ now: NOW + 5, request: ended, campaign }).map(({ code }) => code),
    ['ACCEPTED', 'ATTEMPT_STARTED', 'RECEIPT', 'DELIVERED', 'LATE_RECEIPT'],
  );
});

test('every code is brought about by a test', () => {
  const folders = ['../../explain/', './'].map((path) => new URL(path, import.meta.url));
  const sources = folders.flatMap((folder) =>
    readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8')),
  );
  for (const code of FINDING_CODES)
    assert.ok(
      sources.some((source) => source.includes(`'${code}'`)),
      code,
    );
});
