import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type LimitRule, limitRules } from '../../../../src/domain/limits/limit-rules.ts';
import { limitVerdict } from '../../../../src/domain/limits/limit-verdict.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.UTC(2026, 10, 23, 12);

const limits = (...pairs: [maxCountPerRecipient: number, frequency: number][]) => ({
  communicationLimitsList: pairs.map(([maxCountPerRecipient, frequency]) => ({
    maxCountPerRecipient,
    frequency,
    unit: 'DAY' as const,
  })),
});

test('a day is the 24 hours before now: a hit of 23:59 ago counts, one of 24:00 ago does not', () => {
  const { rules } = limitRules(limits([1, 1]), undefined);
  const justInside = now - DAY + 60_000;
  assert.deepEqual(limitVerdict({ instance: [justInside] }, rules, now), {
    kind: 'reached',
    rule: rules[0],
    hitsThatCount: [justInside],
    freeAt: now + 60_000,
  });
  assert.deepEqual(limitVerdict({ instance: [now - DAY] }, rules, now), { kind: 'allowed' });
});

test("the guide's example of 4 per 2 days and 6 per 14 days needs both to hold", () => {
  const { rules } = limitRules(limits([4, 2], [6, 14]), undefined);
  const spread = [13, 11, 9, 7, 5].map((days) => now - days * DAY);
  assert.equal(limitVerdict({ instance: spread }, rules, now).kind, 'allowed');
  const sixth = limitVerdict({ instance: [...spread, now - HOUR] }, rules, now);
  assert.ok(sixth.kind === 'reached' && sixth.rule.windowMs === 14 * DAY && sixth.freeAt === now + DAY);
  const burst = [1, 2, 3, 4].map((hours) => now - hours * HOUR);
  const fifth = limitVerdict({ instance: burst }, rules, now);
  assert.ok(fifth.kind === 'reached' && fifth.rule.windowMs === 2 * DAY && fifth.freeAt === now - 4 * HOUR + 2 * DAY);
});

test('limits of the campaign count its own hits and come on top of those of the instance', () => {
  const { rules, countedIn } = limitRules(limits([2, 1]), { allChannelSubtypes: limits([1, 1]) });
  assert.deepEqual(countedIn, ['instance', 'campaign']);
  assert.equal(limitVerdict({ instance: [now - HOUR], campaign: [] }, rules, now).kind, 'allowed');
  const reached = limitVerdict({ instance: [now - HOUR], campaign: [now - HOUR] }, rules, now);
  assert.ok(reached.kind === 'reached' && reached.rule.scope === 'campaign');
});

test('a campaign that opts out neither obeys the limits of the instance nor counts towards them', () => {
  assert.deepEqual(limitRules(limits([1, 1]), { instanceLimitsHandling: 'OPT_OUT' }), { rules: [], countedIn: [] });
  const own = limitRules(limits([1, 1]), { instanceLimitsHandling: 'OPT_OUT', allChannelSubtypes: limits([3, 7]) });
  assert.deepEqual(own, {
    rules: [{ scope: 'campaign', maxCount: 3, windowMs: 7 * DAY }],
    countedIn: ['campaign'],
  });
});

test('a campaign that opts in, or says nothing, counts towards the instance even while it has no limits', () => {
  for (const override of [undefined, {}, { instanceLimitsHandling: 'OPT_IN' as const }]) {
    assert.deepEqual(limitRules(undefined, override), { rules: [], countedIn: ['instance'] });
  }
});

test('a hit from before a clock was set back still counts', () => {
  const { rules } = limitRules(limits([1, 1]), undefined);
  assert.equal(limitVerdict({ instance: [now + HOUR] }, rules, now).kind, 'reached');
});

test('freeAt is the first instant at which the same hits allow another one', () => {
  const rule = fc.record({
    scope: fc.constantFrom('instance' as const, 'campaign' as const),
    maxCount: fc.integer({ min: 1, max: 4 }),
    windowMs: fc.integer({ min: 1, max: 30 }).map((days) => days * DAY),
  });
  const hits = fc.array(fc.integer({ min: now - 40 * DAY, max: now }), { maxLength: 12 });
  const counted = (instants: readonly number[], { windowMs }: LimitRule, at: number): number =>
    instants.filter((hit) => hit > at - windowMs).length;
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 4 }), hits, hits, (rules, instance, campaign) => {
      const isAllowed = (at: number): boolean =>
        rules.every((each) => counted({ instance, campaign }[each.scope], each, at) < each.maxCount);
      const verdict = limitVerdict({ instance, campaign }, rules, now);
      assert.equal(verdict.kind === 'allowed', isAllowed(now));
      if (verdict.kind === 'allowed') return;
      assert.ok(isAllowed(verdict.freeAt) && !isAllowed(verdict.freeAt - 1));
      assert.ok(verdict.hitsThatCount.length >= verdict.rule.maxCount);
    }),
    { numRuns: 1_000 },
  );
});
