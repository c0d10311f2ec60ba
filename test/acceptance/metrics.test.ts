/** /metrics as Prometheus itself reads and judges it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startService, temporaryFolder } from '../support/running-service.ts';

const FETCHED = join(import.meta.dirname, '../../.venv/bin/promtool');
const promtool = existsSync(FETCHED) ? FETCHED : 'promtool';
const isThere = spawnSync(promtool, ['--version']).status === 0;

test('promtool finds no fault in what a service that has worked says', {
  skip: !isThere && 'needs promtool (apt-get install prometheus)',
}, async () => {
  const folder = temporaryFolder('metrics');
  after(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'config.toml');
  writeFileSync(config, '[carriers.main]\nkind = "smtp"\nsources = ["*"]\nhost = "127.0.0.1"\n');
  const flags = ['--sinks-file-path', '/dev/null', '--auth', 'strict', '--config', config];
  const service = await startService({ flags });
  try {
    await fetch(`${service.url}/admin/v1/sinks`);
    const text = await (await fetch(`${service.url}/metrics`)).text();
    assert.match(text, /^campanile_sink_lag_events\{sink="file"\} 0$/m);
    assert.match(text, /^campanile_carrier_attempts_total\{carrier="main",result="unknown"\} 0$/m);
    const { status, stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], { input: text, encoding: 'utf8' });
    // 1: not the text format. 3: read, and something said about names, which prom-client gives to the process's figures.
    assert.ok(status === 0 || status === 3, stdout + stderr);
    const faults = (stdout + stderr).split('\n').filter((line) => line !== '' && !line.startsWith('nodejs_'));
    assert.deepEqual(faults, []);
    const broken = spawnSync(promtool, ['check', 'metrics'], { input: `${text}oops{ 1\n`, encoding: 'utf8' });
    assert.equal(broken.status, 1, 'the check can fail');
  } finally {
    await service.stop();
  }
});
