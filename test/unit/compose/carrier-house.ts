/** A whole service in process, under strict auth, whose carriers are loopback channels with the names of the configuration. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ConnectCampaignsV2Client } from '@aws-sdk/client-connectcampaignsv2';
import type { MessageAttempt } from '../../../src/channels/channel.ts';
import { openLoopback } from '../../../src/channels/loopback/open.ts';
import type { NamedCarrier } from '../../../src/channels/router.ts';
import { startCampanile } from '../../../src/compose.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { createKey } from '../../../src/keys/key-store.ts';
import { createRealClock } from '../../../src/lib/clock.ts';
import { createIdSource } from '../../../src/lib/ids.ts';
import { createMonotonic } from '../../../src/lib/monotonic.ts';
import { createSeededRandom } from '../../../src/lib/random.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import { type CampaignCalls, campaignCalls } from '../../acceptance/campaign-calls.ts';

/** A loopback mail that is never answered before it is released. */
export interface HeldCarrier {
  readonly taken: MessageAttempt[];
  drains: number;
  release(): void;
}

export interface CarrierHouse {
  readonly url: string;
  readonly calls: CampaignCalls;
  readonly log: readonly string[];
  /** By name. */
  readonly carriers: ReadonlyMap<string, HeldCarrier>;
  /** The bearer token of an admin. */
  readonly adminToken: string;
  /** Of the admin API, with the admin key. */
  admin(path: string, body?: object): Promise<Response>;
  stop(): Promise<void>;
}

/** Starts a house on this TOML; `holds` names carriers that answer nothing until they are released. */
export async function openCarrierHouse(toml: string, holds: readonly string[] = []): Promise<CarrierHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'campanile-carriers-'));
  const [keysFile, file] = [join(folder, 'keys.json'), join(folder, 'config.toml')];
  const [api, admin] = (['api', 'admin'] as const).map((kind) =>
    createKey(keysFile, { kind, account: '000000000000', principal: kind }, Date.now(), randomBytes),
  );
  writeFileSync(file, toml);
  const flags = { port: '0', data: ':memory:', auth: 'strict', keysFile } as const;
  const loaded = loadConfig({ flags, environment: {}, file });
  if (loaded.kind === 'refused') throw new Error(loaded.problems.join('; '));
  const log: string[] = [];
  const carriers = new Map<string, HeldCarrier>();
  const campanile = await startCampanile(
    loaded.config,
    {
      wall: createRealClock(),
      monotonic: createMonotonic(),
      random: createSeededRandom(1),
      ids: createIdSource(),
      secretBytes: randomBytes,
      log: createLog({ level: 'info', format: 'json', write: (line) => log.push(line) }),
      crash: () => undefined,
      onFatal: (error) => {
        throw error;
      },
    },
    {
      async connectCarrier({ name, kind }, { clock, random, render }) {
        const world = openLoopback({ clock, random, render, speed: 100, crash: () => undefined });
        const { carrier, held } = heldCarrier(name, kind, world.messages.EMAIL, holds.includes(name));
        carriers.set(name, held);
        return carrier;
      },
    },
  );
  const client = new ConnectCampaignsV2Client({
    endpoint: campanile.url,
    region: 'us-east-1',
    credentials: { accessKeyId: api?.id ?? '', secretAccessKey: api?.secret ?? '' },
  });
  const adminToken = `${admin?.id}.${admin?.secret}`;
  return {
    url: campanile.url,
    calls: campaignCalls(client),
    log,
    carriers,
    adminToken,
    admin: (path, body) =>
      fetch(`${campanile.url}/admin/v1${path}`, {
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
        headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      }),
    async stop() {
      client.destroy();
      await campanile.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function heldCarrier(
  name: string,
  kind: 'smtp',
  channel: Pick<NamedCarrier, 'capacity' | 'submit' | 'onReceipt'>,
  isHeld: boolean,
): { readonly carrier: NamedCarrier; readonly held: HeldCarrier } {
  let release: () => void = () => undefined;
  const released = isHeld
    ? new Promise<void>((resolve) => {
        release = resolve;
      })
    : Promise.resolve();
  const held: HeldCarrier = { taken: [], drains: 0, release: () => release() };
  let succeeded = 0;
  return {
    held,
    carrier: {
      ...channel,
      name,
      async submit(attempt, notAfter, signal) {
        held.taken.push(attempt);
        await released;
        const result = await channel.submit(attempt, notAfter, signal);
        succeeded += 1;
        return result;
      },
      figures: () => ({
        ...{ carrier: name, kind, waiting: 0, underWay: held.taken.length - succeeded, isResting: false },
        ...{ byResult: { succeeded, failed: 0, notSent: 0, unknown: 0 }, seconds: succeeded / 10 },
      }),
      async drain() {
        held.drains += 1;
        await released;
      },
    },
  };
}

/** Waits until it holds; fails after ten seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; !(await holds()); looks += 1) {
    if (looks > 400) throw new Error('it does not come to hold');
    await delay(25);
  }
}
