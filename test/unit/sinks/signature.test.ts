import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSecrets, signatureHeaders } from '../../../src/sinks/webhook/signature.ts';

test('the signature is the one that the Standard Webhooks reference libraries test with', () => {
  const [secret] = parseSecrets('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  assert.ok(secret !== undefined);
  assert.deepEqual(signatureHeaders([secret], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}'), {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('secrets come one a line, and what is none is refused without being repeated', () => {
  const line = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
  assert.equal(parseSecrets(`${line}\n\n  ${line}  \n`).length, 2);
  for (const text of ['', 'whsec_dG9vIHNob3J0', `${line}\nno base64!`]) {
    assert.throws(() => parseSecrets(text), { message: /one a line$/ });
  }
});
