/** The service as `campanile serve` composes it, with a witness at its carriers and a store that dies where it is told. */
import { randomBytes } from 'node:crypto';
import { writeFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openLoopback } from '../../src/channels/loopback/open.ts';
import { startCampanile } from '../../src/compose.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createRealClock } from '../../src/lib/clock.ts';
import { createIdSource } from '../../src/lib/ids.ts';
import { createMonotonic } from '../../src/lib/monotonic.ts';
import { createRandom } from '../../src/lib/random.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { readAlterations } from './alterations.ts';
import { witnessed } from './carrier-witness.ts';
import { claimingLate } from './late-claims.ts';

const alterations = readAlterations(process.env);
const { values } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string' }, data: { type: 'string' } },
});
const loaded = loadConfig({ flags: values, environment: process.env, file: null });
if (loaded.kind === 'refused') throw new Error(loaded.problems.join('; '));

const die = (): void => void process.kill(process.pid, 'SIGKILL');
const campanile = await startCampanile(
  loaded.config,
  {
    wall: createRealClock(),
    monotonic: createMonotonic(),
    random: createRandom(),
    ids: createIdSource(),
    secretBytes: randomBytes,
    log: createLog({ level: 'warn', format: 'json' }),
    crash: die,
    onFatal: (error) => {
      throw error;
    },
  },
  {
    async openStore(options) {
      const { acknowledgesEarly = false, synchronous = 'FULL', dieAtCommit, durabilityReport } = alterations;
      const testControls = {
        acknowledgeBeforeCommit: acknowledgesEarly,
        synchronous,
        ...(dieAtCommit !== undefined && { killAt: dieAtCommit }),
      };
      const store = await openSqliteStore({ ...options, testControls });
      if (durabilityReport !== undefined) writeFileSync(durabilityReport, JSON.stringify(store.durability));
      return alterations.claimsLate === true ? claimingLate(store) : store;
    },
    openCarriers: (options) => witnessed(openLoopback(options), alterations, die),
  },
);
process.once('SIGTERM', () => void campanile.stop().then(() => process.exit(0)));
writeSync(1, `${JSON.stringify({ event: 'ready', url: campanile.url })}\n`);
