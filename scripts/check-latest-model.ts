/**
 * Compares our wire with the newest models that AWS has published (in the newest botocore on PyPI, installed into a
 * temporary environment): `npm run check:latest-model`. Not part of the tests, which pin their models.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { campaignsV2 } from '../src/api/campaigns-v2/shapes/service.ts';
import { messageTemplates } from '../src/api/message-templates/shapes/service.ts';
import { botocoreModel } from '../test/wire/botocore-form.ts';
import { modelDifferences, subsetDifferences } from '../test/wire/compare-model.ts';

function run(command: string, ...args: string[]): string {
  const result = spawnSync(command, args, { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')}\n${result.stderr}${result.error ?? ''}`);
  return result.stdout.trim();
}

const environment = mkdtempSync(join(tmpdir(), 'campanile-latest-model-'));
try {
  run('python3', '-m', 'venv', environment);
  run(join(environment, 'bin/pip'), 'install', '--quiet', '--disable-pip-version-check', 'botocore');
  const version = run(join(environment, 'bin/python'), '-c', 'import botocore; print(botocore.__version__)');
  const campaigns = botocoreModel(environment);
  const templates = botocoreModel(environment, 'qconnect/2020-10-19');
  if (campaigns === undefined || templates === undefined) throw new Error(`botocore ${version} lacks a model`);
  const found = [
    ...modelDifferences(campaignsV2, campaigns),
    ...subsetDifferences(messageTemplates, templates, '2020-10-19'),
  ];
  for (const difference of found) console.log(difference);
  console.log(`botocore ${version}: ${found.length} differences`);
  process.exitCode = found.length === 0 ? 0 : 1;
} finally {
  rmSync(environment, { recursive: true, force: true });
}
