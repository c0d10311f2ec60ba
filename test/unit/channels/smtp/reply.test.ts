import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codesOf, parseReply, waitAskedFor } from '../../../../src/channels/smtp/reply.ts';

test('codes are read, with the enhanced code where its class fits', () => {
  const codes = (line: string): string | undefined => {
    const reply = parseReply(line);
    return reply && codesOf(reply);
  };
  assert.equal(codes('550 5.1.1 <joe@inbox.example>: nobody'), '550 5.1.1');
  assert.equal(codes('550-5.7.1 first line\n550 5.7.1 second'), '550 5.7.1');
  assert.equal(codes('250 2.1.0'), '250 2.1.0');
  assert.equal(codes('550 mailbox 5.1.1 gone'), '550');
  assert.equal(codes('450 5.1.1 of another class'), '450');
  assert.equal(codes('550'), '550');
  for (const line of ['', '55', '99 no', '650 6.1.1', '5505 x', 'hello']) assert.equal(codes(line), undefined, line);
});

test('the time after which a server wants to be asked again is read out of its words', () => {
  const wait = (text: string): number | undefined => waitAskedFor({ code: 450, text });
  assert.equal(wait('Greylisted, see http://postgrey.example/help; try again in 300 seconds'), 300_000);
  assert.equal(wait('please retry in 5 minutes'), 300_000);
  assert.equal(wait('Greylisting in action, please come back after 00:04:30'), 270_000);
  assert.equal(wait('come back in 1 hour'), 3_600_000);
  for (const text of ['try again later', 'in 5 days', 'limit of 300 messages reached', 'in 300']) {
    assert.equal(wait(text), undefined, text);
  }
});
