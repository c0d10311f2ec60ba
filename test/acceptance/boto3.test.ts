/** boto3, unmodified, over a socket and with strict auth; the checks are in boto3_operations.py, each a test of its own here. */
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeKey } from '../support/keys.ts';
import { runProgram } from '../support/run-program.ts';
import { CLONE, startService, temporaryFolder } from '../support/running-service.ts';
import { OPERATIONS } from './sdk-client.ts';

const PYTHON = join(CLONE, '.venv/bin/python');
const SCRIPT = join(CLONE, 'test/acceptance/boto3_operations.py');

interface Check {
  readonly check: string;
  readonly failure?: string;
}

interface Report {
  readonly checks: readonly Check[];
  /** What each operation answered; absent when the script did not come to its end. */
  readonly answers?: Readonly<Record<string, readonly string[]>>;
  readonly stderr: string;
}

async function drive(): Promise<Report> {
  const data = temporaryFolder('boto3');
  const service = await startService({ data, flags: ['--auth', 'strict'] });
  try {
    const { accessKeyId, secretAccessKey } = await makeKey(data, '--name', 'boto3');
    const { bearerToken = '' } = await makeKey(data, '--name', 'boto3-admin', '--kind', 'admin');
    // `-B`: a clone stays clean of compiled files.
    const args = ['-B', SCRIPT, service.url, accessKeyId, secretAccessKey, bearerToken];
    const { stdout, stderr } = await runProgram(PYTHON, args);
    const lines: (Check | Pick<Report, 'answers'>)[] = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
    const checks = lines.flatMap((line) => ('check' in line ? [line] : []));
    return { checks, ...lines.find((line) => 'answers' in line), stderr };
  } finally {
    await service.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

if (existsSync(PYTHON)) {
  const { checks, answers, stderr } = await drive();
  for (const { check, failure } of checks) {
    test(`boto3: ${check}`, () => {
      if (failure !== undefined) assert.fail(failure);
    });
  }
  test('every operation of the service did its work for boto3', () => {
    assert.ok(answers !== undefined, `boto3_operations.py did not come to its end:\n${stderr}`);
    const done = Object.keys(answers).filter((operation) => answers[operation]?.includes('ok'));
    // A failed onboarding job is the only kind that can be deleted, and here no job fails.
    assert.deepEqual(answers['DeleteInstanceOnboardingJob'], ['InvalidStateException']);
    assert.deepEqual([...done, 'DeleteInstanceOnboardingJob'].toSorted(), OPERATIONS);
  });
} else {
  test('boto3 drives every operation', {
    skip: 'needs boto3 (npm test installs it with python3, venv and pip)',
  }, () => {});
}
