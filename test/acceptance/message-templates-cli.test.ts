/** Templates that people keep in a folder, pushed and previewed by the command line under strict auth. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { GetMessageTemplateCommand, QConnectClient } from '@aws-sdk/client-qconnect';
import { makeKey } from '../support/keys.ts';
import { runProgram } from '../support/run-program.ts';
import { CLONE, startService, temporaryFolder } from '../support/running-service.ts';

const ACCOUNT = '111122223333';
const KNOWLEDGE_BASE = '88888888-8888-4888-8888-888888888888';

const data = temporaryFolder('templates');
after(() => rmSync(data, { recursive: true, force: true }));
const service = await startService({ data, flags: ['--auth', 'strict'] });
after(() => service.stop());
const credentials = await makeKey(data, '--account', ACCOUNT, '--name', 'ann');
const client = new QConnectClient({ endpoint: service.url, region: 'us-east-1', credentials });
after(() => client.destroy());

test('the command line pushes and previews with the bearer token of an admin key, and is told when it has none', async () => {
  const { bearerToken = '' } = await makeKey(data, '--kind', 'admin', '--account', ACCOUNT);
  const folder = join(data, 'folder');
  mkdirSync(join(folder, 'pushed'), { recursive: true });
  writeFileSync(join(folder, 'pushed/sms.txt'), 'Hello {{FirstName}}');
  const campanile = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    runProgram(join(CLONE, 'bin/campanile'), args, {
      environment: { CAMPANILE_ENDPOINT_URL: service.url, AWS_REGION: 'us-east-1', ...environment },
    });
  const push = ['templates', 'push', folder, '--activate', '--json', '--knowledge-base', KNOWLEDGE_BASE];
  const refusal = await campanile(push);
  assert.equal(refusal.exitCode, 77);
  assert.match(refusal.stderr, /campanile keys create --kind admin/);

  const admin = { CAMPANILE_ADMIN_TOKEN: bearerToken };
  const { stdout, stderr } = await campanile(push, admin);
  const [{ arn = '' } = {}] = JSON.parse(stdout || '[]');
  assert.match(arn, new RegExp(`^arn:aws:wisdom:us-east-1:${ACCOUNT}:message-template/`), stderr);
  const { messageTemplate } = await client.send(
    new GetMessageTemplateCommand({ knowledgeBaseId: KNOWLEDGE_BASE, messageTemplateId: `${arn}:$ACTIVE_VERSION` }),
  );
  assert.equal(messageTemplate?.isActive, true, 'the SDK sees what the command line has pushed');
  assert.equal(messageTemplate?.name, 'pushed');
  const preview = await campanile(['preview', arn, '--param', 'FirstName=Ada'], admin);
  assert.deepEqual([preview.exitCode, preview.stdout], [0, 'Hello Ada\n'], preview.stderr);
});
