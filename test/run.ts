/**
 * Runs every test, suite by suite (a suite is a folder of test/), and prints one line per suite, then
 * `N passed, N failed` as the last line. `npm test -- unit crash` runs only these suites; `--only PATTERN` only the
 * files whose path contains PATTERN. With CI=true a skipped test is a failure: CI has every peer.
 */
import { globSync } from 'node:fs';
import { run } from 'node:test';

interface SuiteTotals {
  passed: number;
  failed: number;
  skipped: number;
}

/** In the order in which a broken build is found soonest. */
const SUITES = ['architecture', 'unit', 'conformance', 'wire', 'simulation', 'hostile', 'acceptance', 'crash'] as const;
/** Longest a single test file may take; a hang must not eat the CI's time. */
const FILE_TIMEOUT_MS = 600_000;
const SKIP_IS_FAILURE = process.env['CI'] === 'true';

async function runSuite(suite: string, files: string[]): Promise<SuiteTotals> {
  const totals: SuiteTotals = { passed: 0, failed: 0, skipped: 0 };
  const stream = run({ files, concurrency: suite === 'crash' ? 1 : 2, timeout: FILE_TIMEOUT_MS, isolation: 'process' });
  stream.on('test:pass', (event) => {
    if (event.skip !== undefined) {
      totals.skipped += 1;
      console.log(`  skipped: ${event.skip === true ? event.name : `${event.name}: ${event.skip}`}`);
    } else if (event.details.type !== 'suite') totals.passed += 1;
  });
  stream.on('test:fail', (event) => {
    const { error, type } = event.details;
    // A suite or file that only passes on the failure of a test in it is not counted again.
    if (type === 'suite' && 'failureType' in error && error.failureType === 'subtestsFailed') return;
    totals.failed += 1;
    console.log(`  FAILED ${event.file ?? ''} ${event.name}`);
    console.log(
      String(error.cause instanceof Error ? (error.cause.stack ?? error.cause) : error).replace(/^/gm, '    '),
    );
  });
  stream.on('test:stderr', (event) => process.stderr.write(event.message));
  for await (const _ of stream);
  return totals;
}

const args = process.argv.slice(2);
const onlyAt = args.indexOf('--only');
const only = onlyAt === -1 ? '' : (args.splice(onlyAt, 2)[1] ?? '');
const wanted = args.length > 0 ? SUITES.filter((suite) => args.includes(suite)) : SUITES;

const total: SuiteTotals = { passed: 0, failed: 0, skipped: 0 };
for (const suite of wanted) {
  const files = globSync(`test/${suite}/**/*.test.ts`)
    .filter((file) => file.includes(only))
    .sort();
  if (files.length === 0) continue;
  const startedAt = process.hrtime.bigint();
  const totals = await runSuite(suite, files);
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  console.log(
    `${suite.padEnd(13)} ${String(totals.passed).padStart(5)} passed ${String(totals.failed).padStart(4)} failed ` +
      `${String(totals.skipped).padStart(4)} skipped ${seconds.toFixed(1).padStart(7)} s`,
  );
  total.passed += totals.passed;
  total.failed += totals.failed + (SKIP_IS_FAILURE ? totals.skipped : 0);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
