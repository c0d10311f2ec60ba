/** Message templates through boto3 and the AWS CLI, unmodified; boto3's checks are in boto3_templates.py, each a test of its own here. */
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { messageTemplates } from '../../src/api/message-templates/shapes/service.ts';
import { makeKey } from '../support/keys.ts';
import { runProgram } from '../support/run-program.ts';
import { CLONE, startService, temporaryFolder } from '../support/running-service.ts';

const PYTHON = join(CLONE, '.venv/bin/python');
const AWS = join(CLONE, '.venv/bin/aws');
const SCRIPT = join(CLONE, 'test/acceptance/boto3_templates.py');
const skip = existsSync(PYTHON)
  ? false
  : 'needs boto3 and the AWS CLI (npm test installs them with python3, venv and pip)';

interface Line {
  readonly check?: string;
  readonly failure?: string;
  readonly answers?: Readonly<Record<string, readonly string[]>>;
}

async function drive(): Promise<{ lines: Line[]; stderr: string }> {
  const data = temporaryFolder('boto3-templates');
  const service = await startService({ data, flags: ['--auth', 'strict'] });
  try {
    const { accessKeyId, secretAccessKey } = await makeKey(data, '--name', 'boto3');
    const { bearerToken = '' } = await makeKey(data, '--name', 'boto3-admin', '--kind', 'admin');
    // `-B`: a clone stays clean of compiled files.
    const args = ['-B', SCRIPT, service.url, accessKeyId, secretAccessKey, bearerToken];
    const { stdout, stderr } = await runProgram(PYTHON, args);
    const lines = stdout.split('\n').filter((line) => line !== '');
    return { lines: lines.map((line): Line => JSON.parse(line)), stderr };
  } finally {
    await service.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

if (skip === false) {
  const { lines, stderr } = await drive();
  for (const { check, failure } of lines)
    if (check !== undefined)
      test(`boto3: ${check}`, () => {
        if (failure !== undefined) assert.fail(failure);
      });

  test('every message-template operation did its work for boto3', () => {
    const answers = lines.find((line) => line.answers !== undefined)?.answers;
    assert.ok(answers !== undefined, `boto3_templates.py did not come to its end:\n${stderr}`);
    assert.deepEqual(
      Object.keys(messageTemplates.operations).filter((operation) => !answers[operation]?.includes('ok')),
      [],
    );
  });
} else {
  test('boto3 drives every message-template operation', { skip }, () => {});
}

test('aws: a template is created, activated, previewed and deleted by commands', { skip }, async () => {
  const service = await startService();
  const knowledgeBase = ['--knowledge-base-id', '88888888-8888-4888-8888-888888888888'];

  async function aws<Answer>(command: string, ...args: readonly string[]): Promise<Answer> {
    const { exitCode, stdout, stderr } = await runProgram(
      AWS,
      ['qconnect', command, '--endpoint-url', service.url, ...knowledgeBase, ...args],
      {
        environment: {
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
          AWS_DEFAULT_REGION: 'us-east-1',
          AWS_PAGER: '',
        },
      },
    );
    assert.equal(exitCode, 0, stderr);
    return stdout.trim() === '' ? (undefined as Answer) : JSON.parse(stdout);
  }

  try {
    const { messageTemplate: made } = await aws<{ messageTemplate: Record<string, string> }>(
      'create-message-template',
      ...['--name', 'welcome', '--channel-subtype', 'SMS'],
      ...['--content', JSON.stringify({ sms: { body: { plainText: { content: 'Hello {{FirstName}}' } } } })],
    );
    const named = ['--message-template-id', made['messageTemplateArn'] ?? ''];
    await aws('create-message-template-version', ...named);
    await aws('activate-message-template', ...named, '--version-number', '1');
    const listed = await aws<{ messageTemplateSummaries: { name: string; activeVersionNumber: number }[] }>(
      'list-message-templates',
    );
    assert.deepEqual(
      listed.messageTemplateSummaries.map(({ name, activeVersionNumber }) => [name, activeVersionNumber]),
      [['welcome', 1]],
    );
    const { content } = await aws<{ content: object }>(
      'render-message-template',
      ...named,
      ...['--attributes', JSON.stringify({ customAttributes: { FirstName: 'Ada' } })],
    );
    assert.deepEqual(content, { sms: { body: { plainText: { content: 'Hello Ada' } } } });
    await aws('delete-message-template', ...named);
  } finally {
    await service.stop();
  }
});
