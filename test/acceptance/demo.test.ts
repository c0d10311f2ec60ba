/** `npm run demo -- --exit` as a visitor types it: the main job on one screen, and an exit code that says whether it was done. */
import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { runProgram } from '../support/run-program.ts';
import { CLONE } from '../support/running-service.ts';

const REQUEST_COUNT = 2_000;

test('the demo puts 2,000 requests, sees every accepted one end, and prints the outcomes per channel', async () => {
  const PATH = [dirname(process.execPath), process.env['PATH']].join(':');
  const { exitCode, stdout, stderr } = await runProgram('npm', ['run', 'demo', '--', '--exit'], {
    cwd: CLONE,
    environment: { PATH },
  });
  assert.equal(exitCode, 0, stdout + stderr);
  assert.match(
    stdout,
    new RegExp(`${REQUEST_COUNT} put in batches of 25: \\d+ answered with an id, refused: \\d+ InvalidInput`),
  );
  assert.match(stdout, /Every accepted request reached a terminal state\./);
  for (const channel of ['TELEPHONY', 'SMS', 'EMAIL', 'WHATSAPP']) {
    assert.match(stdout, new RegExp(`^${channel} +\\d+ +\\d+ .*[A-Z_]+ \\d+`, 'm'));
  }
  assert.match(stdout, /aws connectcampaignsv2 describe-campaign/);
  assert.match(stdout, /boto3\.client\("connectcampaignsv2"/);
  assert.match(stdout, /\/admin\/v1\/campaigns\/[0-9a-f-]{36}\/requests/);
});
