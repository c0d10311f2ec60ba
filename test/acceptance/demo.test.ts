/** The demo as a visitor runs it: the main job on one screen, lines to try next that work, and an honest exit code. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { runProgram } from '../support/run-program.ts';
import { CLONE, cleanEnvironment } from '../support/running-service.ts';

const REQUEST_COUNT = 2_000;
const PYTHON_TOOLS = join(CLONE, '.venv/bin');
const PATH = [PYTHON_TOOLS, dirname(process.execPath), process.env['PATH']].join(':');

/** Lines of the screen from a title to the next empty line. */
function block(screen: string, title: string): string {
  const [, lines] = new RegExp(`^${title}\\n((?:.+\\n)+)`, 'm').exec(screen) ?? [];
  assert.ok(lines !== undefined, `no block ${title} in:\n${screen}`);
  return lines;
}

test('`npm run demo -- --exit` sees every accepted request end, prints the outcomes per channel, and ends well', async () => {
  const { exitCode, stdout, stderr } = await runProgram('npm', ['run', 'demo', '--', '--exit'], {
    cwd: CLONE,
    environment: { PATH },
  });
  assert.equal(exitCode, 0, stdout + stderr);
  assert.match(
    stdout,
    new RegExp(`${REQUEST_COUNT} put in batches of 25: \\d+ answered with an id, refused: \\d+ InvalidInput`),
  );
  assert.match(stdout, /100 % +\d+ ended, 0 waiting, 0 under way/);
  assert.match(stdout, /Every accepted request reached a terminal state\./);
  for (const channel of ['TELEPHONY', 'SMS', 'EMAIL', 'WHATSAPP']) {
    assert.match(stdout, new RegExp(`^${channel} +\\d+ +\\d+ .*[A-Z_]+ \\d+`, 'm'));
  }
});

const skip = existsSync(join(PYTHON_TOOLS, 'aws')) ? false : 'needs boto3 and the AWS CLI (npm test installs them)';

test('without --exit the demo goes on serving, and the lines that it prints to try next work', { skip }, async () => {
  const demo = spawn(process.execPath, ['demo/demo.ts'], {
    cwd: CLONE,
    env: cleanEnvironment({ PATH }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  after(() => demo.kill('SIGTERM'));
  const ended = once(demo, 'exit');
  let screen = '';
  for await (const text of demo.stdout.setEncoding('utf8')) {
    screen += text;
    if (screen.includes('Ctrl-C stops it.')) break;
  }
  const inShell = (code: string) => runProgram('sh', ['-ec', code], { cwd: CLONE, environment: { PATH } });
  const cli = await inShell(block(screen, 'Try the AWS CLI'));
  assert.match(cli.stdout, /"name": "Appointment reminders"/, cli.stderr);
  const boto3 = await runProgram(join(PYTHON_TOOLS, 'python'), ['-c', block(screen, 'Try boto3')]);
  assert.equal(boto3.stdout, 'Running\n', boto3.stderr);
  const [url = '', status = ''] = block(screen, 'Look further').split('\n');
  const { requests } = (await (await fetch(url)).json()) as { requests: { state: string }[] };
  assert.equal(requests[0]?.state, 'Failed');
  assert.match((await inShell(status)).stdout, /Appointment reminders +Running .* 100%/);

  demo.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
});
