/** The demo of email as a visitor runs it: a real Postfix, 500 mails, and two sides that agree on what became of them. */
import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { postfixMissing } from '../support/postfix.ts';
import { readmeOutput } from '../support/readme.ts';
import { runProgram } from '../support/run-program.ts';
import { CLONE } from '../support/running-service.ts';

test('`npm run demo -- --email` counts in the Maildir what the service says was delivered, and nothing twice', {
  skip: postfixMissing(),
}, async () => {
  const PATH = [dirname(process.execPath), process.env['PATH']].join(':');
  const options = { cwd: CLONE, environment: { PATH } };
  const { exitCode, stdout, stderr } = await runProgram('npm', ['run', 'demo', '--', '--email'], options);
  assert.equal(exitCode, 0, stdout + stderr);
  assert.match(stdout, /^500 of 500 requests ended in /m);
  assert.ok(stdout.includes(readmeOutput('email')), `the table of the README is not that of the demo:\n${stdout}`);
  assert.match(stdout, /The Maildir holds 440 newsletters, 0 of them twice\./);
  assert.match(stdout, /the suppression list has 30:/);
});
