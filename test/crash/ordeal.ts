/**
 * An ordeal: the service under load is killed and started again on the same folder, round after round, and after each
 * start what is stored is compared with what callers were told and with what carriers were handed.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createSeededRandom } from '../../src/lib/random.ts';
import { adminGet } from '../support/admin.ts';
import { NoAnswer } from '../support/plain-call.ts';
import { type RunningService, temporaryFolder } from '../support/running-service.ts';
import type { Alterations } from './alterations.ts';
import { readCarrierLog } from './carrier-log.ts';
import { alterationsFor, arrange, type Death, deathOf, killWhileStarting, nameOf } from './deaths.ts';
import { createInspection, type Findings } from './inspection.ts';
import { createLedger } from './ledger.ts';
import { createLoad } from './load.ts';
import { startAltered } from './start-altered.ts';
import { readStoredRows } from './stored-rows.ts';

export interface OrdealOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Chooses the deaths; else every kind in turn. */
  readonly death?: (round: number) => Death;
  /** Breaks the service, for controls. */
  readonly alterations?: Partial<Alterations>;
  /** Ends the ordeal at the first death after which it holds, for controls. */
  readonly until?: (findings: Findings) => boolean;
  /** Called with the data folder while the service is dead, for controls. */
  readonly whileDead?: (data: string) => void;
}

export interface Verdict extends Findings {
  /** How often the service died by itself or was killed as planned, by the kind of death. */
  readonly deaths: ReadonlyMap<string, number>;
}

/** So many acknowledged requests are put again after each start. */
const REPLAYED_PER_ROUND = 100;
/** A service whose death does not come is killed so long after the round's load. */
const DIES_WITHIN_MS = 1_000;
/** The backlog of a whole ordeal is some ten thousand requests, at a thousand a second. */
const ENDS_WITHIN_MS = 60_000;
const POLL_EVERY_MS = 100;

/** Slow enough that at every death something is Buffered, something Attempting and something has ended. */
const RATES = {
  CAMPANILE_CAPACITY_MESSAGES_PER_SECOND: '300',
  CAMPANILE_CAPACITY_CALL_STARTS_PER_SECOND: '300',
  CAMPANILE_CHANNELS_LOOPBACK_SPEED: '20',
};

/** Runs the rounds, then lets everything end, and says what was found. */
export async function runOrdeal(options: OrdealOptions): Promise<Verdict> {
  const folder = temporaryFolder('crash');
  const data = join(folder, 'data');
  const carrierLog = join(folder, 'carrier.log');
  const random = createSeededRandom(options.seed);
  const ledger = createLedger();
  const load = createLoad(ledger, random);
  const inspection = createInspection(ledger);
  const deaths = new Map<string, number>();

  function start(death?: Death): Promise<RunningService> {
    const alterations = { carrierLog, ...options.alterations, ...(death && alterationsFor(death)) };
    return startAltered(alterations, {
      data,
      environment: RATES,
      onSpawn: (pid) => death && killWhileStarting(death, pid),
    });
  }

  async function round(number: number): Promise<void> {
    const death = options.death?.(number) ?? deathOf(number, random);
    const service = await unlessKilled(start(death));
    const hasDied = service === undefined || (await liveAndDie(service, death));
    if (hasDied) deaths.set(nameOf(death), (deaths.get(nameOf(death)) ?? 0) + 1);
    await service?.kill();
    options.whileDead?.(data);
  }

  /** Whether the death came that was planned. */
  async function liveAndDie(service: RunningService, death: Death): Promise<boolean> {
    inspection.look(readStoredRows(data), readCarrierLog(carrierLog));
    try {
      await load.prepare(service.url);
      await arrange(death, service);
      await load.replay(service.url, REPLAYED_PER_ROUND);
      await load.run(service.url);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
    }
    return Promise.race([service.ended.then(() => true), delay(DIES_WITHIN_MS, false)]);
  }

  async function letAllEnd(): Promise<void> {
    const service = await start();
    await load.prepare(service.url);
    await allEnded(service.url);
    await load.replay(service.url, Number.POSITIVE_INFINITY);
    const code = await service.stop();
    if (code !== 0) inspection.fault(`the last stop ended with ${code}: ${service.log()}`);
  }

  try {
    for (let number = 0; number < options.rounds; number += 1) {
      await round(number);
      if (options.until?.(inspection.findings()) === true) return { ...inspection.findings(), deaths };
    }
    await letAllEnd();
    inspection.lookAtTheEnd(readStoredRows(data), readCarrierLog(carrierLog));
    return { ...inspection.findings(), deaths };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A start that is cut off by a kill answers undefined; one that fails by itself is a fault of the service. */
async function unlessKilled(starting: Promise<RunningService>): Promise<RunningService | undefined> {
  try {
    return await starting;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('the service ended with null')) return undefined;
    throw error;
  }
}

async function allEnded(url: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < ENDS_WITHIN_MS; waitedMs += POLL_EVERY_MS) {
    const { campaigns } = await adminGet<{ campaigns: { counters: Record<string, number> }[] }>(
      url,
      '/campaigns?limit=1000',
    );
    const isOver = campaigns.every(({ counters }) => counters['buffered'] === 0 && counters['attempting'] === 0);
    if (isOver) return;
    await delay(POLL_EVERY_MS);
  }
}
