import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callModeOf } from '../../../../src/dispatch/with-agents/call-mode.ts';
import { clockStartOf } from '../../../../src/domain/abandonment-rule.ts';
import type { CampaignDefinition } from '../../../../src/domain/campaign.ts';
import { definitionOf } from './agents-world.ts';

function modeOf(change: Partial<CampaignDefinition>) {
  return callModeOf({ definition: { type: 'MANAGED', ...change } });
}

test('agentless campaigns, and those without telephony, need no dialler', () => {
  assert.equal(modeOf(definitionOf({ agentless: {} })), undefined);
  assert.equal(modeOf({}), undefined);
});

test("without a strategy the bounds of the FTC's safe harbour hold", () => {
  assert.deepEqual(modeOf(definitionOf({ predictive: { bandwidthAllocation: 0.5 } })), {
    kind: 'predictive',
    queueId: 'queue',
    weight: 0.5,
    rule: { targetRate: 0.03, windowMs: 86_400_000, startPoint: 'GREETING_END', thresholdMs: 2_000 },
    ringTimeoutSeconds: 60,
    countdownMs: 0,
    mayDiscard: false,
  });
});

test('a strategy is read in milliseconds, and a queue by its ARN', () => {
  const abandonmentRate = {
    targetRate: 0.05,
    connectionStartPoint: 'GREETING_START',
    connectionThresholdSeconds: 4,
    evaluationWindow: 'PT3H',
  } as const;
  const outboundMode = { predictive: { bandwidthAllocation: 1, pacingStrategies: [{ abandonmentRate }] } };
  const mode = modeOf(definitionOf(outboundMode, { connectQueueId: 'arn:aws:connect:eu:1:instance/i/queue/q-1' }));
  assert.equal(mode?.queueId, 'q-1');
  assert.deepEqual(mode?.rule, {
    targetRate: 0.05,
    windowMs: 3 * 3_600_000,
    startPoint: 'GREETING_START',
    thresholdMs: 4_000,
  });
});

test('the clock of a person starts where the start point says, and never after the verdict', () => {
  const rule = { targetRate: 0.03, windowMs: 1, thresholdMs: 1 };
  const heard = { answeredAt: 1_000, classifiedAt: 3_000 };
  assert.equal(clockStartOf({ ...rule, startPoint: 'CONNECTED_TO_SYSTEM' }, heard), 1_000);
  assert.equal(clockStartOf({ ...rule, startPoint: 'GREETING_START' }, heard), 1_500);
  assert.equal(clockStartOf({ ...rule, startPoint: 'GREETING_START' }, { ...heard, greetingStartAt: 1_200 }), 1_200);
  assert.equal(
    clockStartOf({ ...rule, startPoint: 'GREETING_START' }, { answeredAt: 1_000, classifiedAt: 1_100 }),
    1_100,
  );
  assert.equal(clockStartOf({ ...rule, startPoint: 'GREETING_END' }, heard), 3_000);
});
