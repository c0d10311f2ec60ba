import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AGENTS_MAX, createRoster } from '../../../src/agents/roster.ts';
import { AGENT_STATES, AGENT_TRANSITIONS } from '../../../src/domain/agent-states.ts';

const CONTACT = { requestId: 'request' as never, campaignId: 'campaign' as never, hangUp: () => undefined };
const PREVIEW = {
  ...CONTACT,
  mayDiscard: false,
  accept: () => undefined,
  call: () => undefined,
  discard: () => undefined,
};

function open() {
  let now = 0;
  const roster = createRoster({ now: () => (now += 1) });
  const changes: string[] = [];
  roster.onChange(({ agentId, from, to, isLeaving }) =>
    changes.push(`${agentId} ${from} ${to}${isLeaving ? ' leaving' : ''}`),
  );
  return { roster, changes };
}

test('from every state an agent can come back to available, and to offline', () => {
  for (const state of AGENT_STATES) {
    for (const goal of ['available', 'offline'] as const) {
      const reached = new Set<string>([state]);
      for (const at of reached) for (const next of AGENT_TRANSITIONS[at as typeof state]) reached.add(next);
      assert.ok(reached.has(goal), `${state} to ${goal}`);
    }
  }
});

test('an agent logs in offline, and takes a contact only when available', () => {
  const { roster } = open();
  roster.logIn({ agentId: 'ann', queueId: 'queue' });
  assert.equal(roster.agent('ann')?.state, 'offline');
  assert.equal(roster.connect('ann', CONTACT), false);
  assert.equal(roster.makeAvailable('ann'), 'done');
  assert.equal(roster.connect('ann', CONTACT), true);
  assert.equal(roster.connect('ann', CONTACT), false);
  assert.equal(roster.makeAvailable('ann'), 'notNow');
});

test('who has been free the longest comes first', () => {
  const { roster } = open();
  for (const agentId of ['ann', 'bob', 'cid']) {
    roster.logIn({ agentId, queueId: 'queue' });
    roster.makeAvailable(agentId);
  }
  roster.connect('ann', CONTACT);
  roster.contactEnded('ann');
  roster.endAfterContactWork('ann');
  assert.deepEqual(roster.free('queue'), ['bob', 'cid', 'ann']);
});

test('a queue may be named by its ARN', () => {
  const { roster } = open();
  roster.logIn({ agentId: 'ann', queueId: 'queue' });
  roster.makeAvailable('ann');
  assert.deepEqual(roster.free('arn:aws:connect:us-east-1:000000000000:instance/i/queue/queue'), ['ann']);
  roster.setCallerNumber('instance/i/queue/queue', '+441632960000');
  assert.equal(roster.callerNumber('queue'), '+441632960000');
});

test('who leaves during a contact leaves when what follows it is done, unless the leave is taken back', () => {
  const { roster, changes } = open();
  for (const agentId of ['ann', 'bob']) {
    roster.logIn({ agentId, queueId: 'queue' });
    roster.makeAvailable(agentId);
    roster.connect(agentId, CONTACT);
    assert.equal(roster.logOut(agentId), 'done');
    assert.equal(roster.agent(agentId)?.leaving, 'loggedOut');
  }
  assert.equal(roster.makeAvailable('bob'), 'done', 'takes the leave back');
  for (const agentId of ['ann', 'bob']) {
    roster.contactEnded(agentId);
    assert.equal(roster.endAfterContactWork(agentId), 'done');
  }
  assert.equal(roster.agent('ann'), undefined);
  assert.equal(roster.agent('bob')?.state, 'available');
  assert.ok(changes.includes('ann onContact onContact leaving'));
  assert.ok(changes.includes('bob onContact onContact'));
});

test('a preview takes the agent, and its end gives the agent back', () => {
  const { roster } = open();
  roster.logIn({ agentId: 'ann', queueId: 'queue' });
  roster.makeAvailable('ann');
  assert.equal(roster.offerPreview('ann', PREVIEW), true);
  assert.deepEqual(roster.free('queue'), []);
  assert.equal(roster.offerPreview('ann', PREVIEW), false);
  roster.previewEnded('ann');
  assert.deepEqual(roster.free('queue'), ['ann']);
  assert.equal(roster.agent('ann')?.preview, undefined);
});

test('an agent is logged in once, and the roster has an end', () => {
  const { roster } = open();
  assert.equal(roster.logIn({ agentId: 'a', queueId: 'queue' }), 'loggedIn');
  assert.equal(roster.logIn({ agentId: 'a', queueId: 'other' }), 'taken');
  for (let index = 1; index < AGENTS_MAX; index += 1) roster.logIn({ agentId: `a${index}`, queueId: 'queue' });
  assert.equal(roster.logIn({ agentId: 'one more', queueId: 'queue' }), 'full');
  assert.equal(roster.logOut('nobody'), 'unknownAgent');
});
