#!/usr/bin/env node
/** The process: hands the command line what is ambient, and turns what is left over into an exit code. */
import { randomBytes } from 'node:crypto';
import module from 'node:module';

/** EX_UNAVAILABLE and EX_SOFTWARE of sysexits.h. */
const OLD_NODE_EXIT_CODE = 69;
const BUG_EXIT_CODE = 70;
const OLDEST_NODE = 24;

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.stderr.write(`campanile: Node ${OLDEST_NODE} or newer is needed; this is ${process.version}\n`);
  process.exit(OLD_NODE_EXIT_CODE);
}

// Before anything else is loaded: a start from the cache takes about half as long.
module.enableCompileCache();

const { runCommandLine } = await import('./cli/program.ts');
const { createRealClock } = await import('./lib/clock.ts');
const { createMonotonic } = await import('./lib/monotonic.ts');

// A reader that has left, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : BUG_EXIT_CODE));

process.exitCode = await runCommandLine(process.argv.slice(2), {
  environment: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  hasColours: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
  isLogReadable: process.stderr.isTTY === true,
  wall: createRealClock(),
  monotonic: createMonotonic(),
  secretBytes: randomBytes,
  onSignal: (stop) => {
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  },
  crash: () => process.kill(process.pid, 'SIGKILL'),
  exit: (code) => process.exit(code),
});
