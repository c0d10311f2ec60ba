/** The quick checks (format, lint, types, architecture, dead code), each a tool of its own; stops at the first that fails. */
import { spawnSync } from 'node:child_process';

const CHECKS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['format and lint', 'biome', 'check', '--error-on-warnings', '.'],
  ['types', 'tsc', '--noEmit'],
  ['architecture', 'depcruise', '--config', '.dependency-cruiser.cjs', 'src'],
  ['dead code', 'knip'],
];

for (const [name, command, ...args] of CHECKS) {
  const startedAt = process.hrtime.bigint();
  const result = spawnSync(`node_modules/.bin/${command}`, args, { encoding: 'utf8' });
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  console.log(`${result.status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
  if (result.status !== 0) {
    console.log(result.stdout, result.stderr, result.error?.message ?? '');
    process.exit(1);
  }
}
