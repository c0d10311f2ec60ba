/** What a campaign must have to be started, with AWS's sentences. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignDefinition, TelephonyConfig } from '../../../src/domain/campaign.ts';
import { AWS_LIMITS, RELAXED_LIMITS } from '../../../src/domain/service-limits.ts';
import { missingForStart } from '../../../src/domain/start-requirements.ts';

const NOW = Date.UTC(2026, 0, 5, 12);
const MINUTE = 60_000;

const TELEPHONY: TelephonyConfig = {
  outboundMode: { agentless: {} },
  defaultOutboundConfig: { connectContactFlowId: 'flow-1', connectSourcePhoneNumber: '+12065550100' },
};
const EXTERNAL: CampaignDefinition = { type: 'MANAGED', channelSubtypeConfig: { telephony: TELEPHONY } };
const SCHEDULE = { startTime: NOW + 6 * MINUTE, endTime: NOW + 60 * MINUTE };
const SEGMENT: CampaignDefinition = {
  ...EXTERNAL,
  source: { customerProfilesSegmentArn: 'arn' },
  schedule: SCHEDULE,
  connectCampaignFlowArn: 'arn',
};

const missing = (definition: CampaignDefinition, limits = RELAXED_LIMITS): string | undefined =>
  missingForStart(definition, limits, NOW);

test('an external campaign needs neither schedule nor flow', () => {
  assert.equal(missing(EXTERNAL), undefined);
});

test('a managed campaign with a source needs a schedule, a journey does not', () => {
  const { schedule: _none, ...unscheduled } = SEGMENT;
  assert.equal(missing(SEGMENT), undefined);
  assert.equal(missing(unscheduled), 'Missing required campaign parameter Schedule');
  assert.equal(missing({ ...unscheduled, type: 'JOURNEY' }), undefined);
});

test('every campaign with a source needs a flow', () => {
  const { connectCampaignFlowArn: _none, ...flowless } = SEGMENT;
  assert.equal(missing(flowless), 'Missing required campaign parameter Campaign Flow');
  assert.equal(missing({ ...flowless, type: 'JOURNEY' }), 'Missing required campaign parameter Campaign Flow');
});

test('a managed campaign needs a channel, a journey does not', () => {
  const sentence = 'Missing required campaign parameter Channel Subtype Config';
  assert.equal(missing({ type: 'MANAGED' }), sentence);
  assert.equal(missing({ type: 'MANAGED', channelSubtypeConfig: {} }), sentence);
  assert.equal(missing({ type: 'JOURNEY' }), undefined);
});

test("under AWS's limits a start time that has passed is too late, under relaxed ones it means at once", () => {
  const schedule = { ...SCHEDULE, startTime: NOW - 1 };
  assert.equal(missing({ ...EXTERNAL, schedule }, AWS_LIMITS), 'Campaign start time has already passed');
  assert.equal(missing({ ...EXTERNAL, schedule }), undefined);
});

test('a schedule that is over cannot be started under any limits', () => {
  const schedule = { startTime: NOW - 2, endTime: NOW };
  assert.equal(missing({ ...EXTERNAL, schedule }, AWS_LIMITS), 'Campaign start time has already passed');
  assert.equal(missing({ ...EXTERNAL, schedule }), 'Campaign start time has already passed');
});

test("AWS's limits want the start time five minutes ahead, relaxed ones do not", () => {
  const at = (startTime: number): CampaignDefinition => ({ ...EXTERNAL, schedule: { ...SCHEDULE, startTime } });
  const sentence = 'Schedule start time needs to be at least 5 minutes from now';
  assert.equal(missing(at(NOW + 5 * MINUTE - 1), AWS_LIMITS), sentence);
  assert.equal(missing(at(NOW + 5 * MINUTE), AWS_LIMITS), undefined);
  assert.equal(missing(at(NOW)), undefined);
});

test('a default source number must be E.164', () => {
  const { defaultOutboundConfig } = TELEPHONY;
  const withSource = (connectSourcePhoneNumber: string): CampaignDefinition => ({
    ...EXTERNAL,
    channelSubtypeConfig: {
      telephony: { ...TELEPHONY, defaultOutboundConfig: { ...defaultOutboundConfig, connectSourcePhoneNumber } },
    },
  });
  assert.equal(missing(withSource('2065550100')), 'Phone number is not in E.164 format');
  assert.equal(missing(withSource('+1-206-555-0100')), undefined);
  assert.equal(missing(withSource('')), undefined);
});

test('every mode that needs agents needs a queue, agentless does not', () => {
  const modes: TelephonyConfig['outboundMode'][] = [
    { progressive: { bandwidthAllocation: 1 } },
    { predictive: { bandwidthAllocation: 1 } },
    { preview: { bandwidthAllocation: 1, timeoutConfig: { durationInSeconds: 30 } } },
  ];
  for (const outboundMode of modes) {
    const telephony = { ...TELEPHONY, outboundMode };
    const sentence = 'Missing required campaign parameter Connect Queue Id';
    assert.equal(missing({ ...EXTERNAL, channelSubtypeConfig: { telephony } }), sentence);
    const withQueue = { telephony: { ...telephony, connectQueueId: 'queue-1' } };
    assert.equal(missing({ ...EXTERNAL, channelSubtypeConfig: withQueue }), undefined);
  }
});
