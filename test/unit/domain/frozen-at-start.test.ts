/** What of the channels freezes at the start. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TelephonyConfig, TelephonyOutboundMode } from '../../../src/domain/campaign.ts';
import { frozenChannelChange } from '../../../src/domain/frozen-at-start.ts';

const MODES = {
  agentless: { agentless: {} },
  progressive: { progressive: { bandwidthAllocation: 1 } },
  predictive: { predictive: { bandwidthAllocation: 1 } },
  preview: { preview: { bandwidthAllocation: 1, timeoutConfig: { durationInSeconds: 30 } } },
} satisfies Record<string, TelephonyOutboundMode>;

const telephony = (outboundMode: TelephonyOutboundMode, more: Partial<TelephonyConfig> = {}) => ({
  telephony: { connectQueueId: 'queue-1', outboundMode, defaultOutboundConfig: { connectContactFlowId: 'f' }, ...more },
});

test('of all pairs of modes only progressive and predictive may be swapped', () => {
  const allowed = new Set(['progressive predictive', 'predictive progressive']);
  for (const [from, before] of Object.entries(MODES)) {
    for (const [to, after] of Object.entries(MODES)) {
      const sentence = frozenChannelChange(telephony(before), telephony(after));
      const mayChange = from === to || allowed.has(`${from} ${to}`);
      assert.equal(sentence === undefined, mayChange, `${from} to ${to}: ${sentence}`);
    }
  }
});

test('the queue stays', () => {
  const before = telephony(MODES.progressive);
  assert.match(frozenChannelChange(before, telephony(MODES.progressive, { connectQueueId: 'queue-2' })) ?? '', /queue/);
  const { connectQueueId: _none, ...withoutQueue } = before.telephony;
  assert.match(frozenChannelChange(before, { telephony: withoutQueue }) ?? '', /queue/);
});

test('capacity, flow, source number, detection and ring timeout may change', () => {
  const changed = telephony(MODES.predictive, {
    capacity: 0.5,
    defaultOutboundConfig: {
      connectContactFlowId: 'other',
      connectSourcePhoneNumber: '+12065550100',
      answerMachineDetectionConfig: { enableAnswerMachineDetection: true },
      ringTimeout: 20,
    },
  });
  assert.equal(frozenChannelChange(telephony(MODES.progressive), changed), undefined);
});

test('telephony may be added', () => {
  assert.equal(frozenChannelChange({}, telephony(MODES.agentless)), undefined);
});
