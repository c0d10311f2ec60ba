import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createAgentShare } from '../../../src/pacing/agent-share.ts';
import { agentlessAllowance } from '../../../src/pacing/agentless.ts';
import { previewAllowance } from '../../../src/pacing/preview.ts';
import { progressiveAllowance } from '../../../src/pacing/progressive.ts';

test('progressive never has more calls in flight than free agents', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.nat(100), fc.nat(10), (freeAgents, inFlight, waiting) => {
      const allowed = progressiveAllowance({ freeAgents, inFlight, waiting });
      assert.ok(allowed >= 0);
      if (allowed > 0) assert.equal(inFlight + waiting + allowed, freeAgents);
    }),
  );
});

test('previews are bounded by free agents, agentless calls by nothing here', () => {
  assert.equal(previewAllowance({ freeAgents: 3 }), 3);
  assert.equal(agentlessAllowance(), Number.POSITIVE_INFINITY);
});

test('with every contact the next home of an agent is drawn by weight, so that one agent serves several campaigns in turn', () => {
  const share = createAgentShare(() => undefined);
  share.setMembers([
    { id: 'a', weight: 1 },
    { id: 'b', weight: 3 },
  ]);
  share.add('ann');
  const counts: Record<string, number> = { a: 0, b: 0 };
  for (let contact = 0; contact < 400; contact += 1) {
    const home = share.homeOf('ann') ?? '';
    counts[home] = (counts[home] ?? 0) + 1;
    share.renew('ann');
  }
  assert.ok(Math.abs((counts['a'] ?? 0) / 400 - 0.25) <= 0.02, `${counts['a']} of 400`);
});

test('agents are divided anew when a campaign begins or ends to dial, and at no other time', () => {
  const moves: string[] = [];
  const share = createAgentShare((agentId, from, to) => moves.push(`${agentId} ${from} ${to}`));
  share.add('ann');
  share.add('bob');
  assert.equal(share.homeOf('ann'), undefined);
  share.setMembers([{ id: 'a', weight: 1 }]);
  assert.deepEqual(moves.splice(0), ['ann undefined a', 'bob undefined a']);
  share.setMembers([{ id: 'a', weight: 1 }]);
  share.renew('ann');
  assert.deepEqual(moves, [], 'alone, nothing changes');
  share.setMembers([
    { id: 'a', weight: 1 },
    { id: 'b', weight: 1 },
  ]);
  assert.deepEqual(new Set([share.homeOf('ann'), share.homeOf('bob')]), new Set(['a', 'b']));
  share.setMembers([
    { id: 'a', weight: 0 },
    { id: 'b', weight: 1 },
  ]);
  assert.equal(share.homeOf('ann'), 'b');
  assert.equal(share.homeOf('bob'), 'b');
  share.remove('ann');
  assert.equal(share.homeOf('ann'), undefined);
});
