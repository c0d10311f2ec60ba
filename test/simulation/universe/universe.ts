/**
 * The whole service in one thread of a simulated universe: the real composition root over the inline store and files, on a
 * time that the test moves, between simulated callers and carriers. A crash takes an image of the files as they are, even
 * in the middle of a commit, and starts the next process on it; nothing of the old one is heard any more.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccess } from '../../../src/compose/access.ts';
import type { Ambient } from '../../../src/compose/ambient.ts';
import type { Parts } from '../../../src/compose/parts.ts';
import { openWorld, type World } from '../../../src/compose/world.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { Config } from '../../../src/config/settings.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import { createSeededIdSource } from '../../../src/lib/ids.ts';
import { createSeededRandom } from '../../../src/lib/random.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import type { Failpoint, FailpointName } from '../../../src/store/sqlite/options.ts';
import type { Store } from '../../../src/store/store.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import type { Carriers } from './carriers.ts';
import type { Time } from './time.ts';

export interface UniverseOptions {
  readonly seed: number;
  readonly time: Time;
  /** As in production: the service compares its clock with elapsed time, and ticks. Else nothing ticks. */
  readonly watchesClock: boolean;
  readonly carriers: Carriers;
  /** Stands between the service and its store, to break it on purpose. */
  readonly alter?: (store: Store) => Store;
}

/** An answer, or undefined when the process died before it went out. */
export type Answer = { readonly status: number; readonly error?: string; readonly body: unknown } | undefined;

export interface Universe {
  /** One call over the bytes of the protocol; paths under /admin/v1 are the admin API's. */
  call(method: string, path: string, body?: object | string): Promise<Answer>;
  /** What the living process has stored. */
  store(): Promise<Store>;
  /** The process ends now, as by kill -9, and the next one starts. */
  crash(): Promise<void>;
  /** The process will end when it comes to the failpoint for the nth time from now. */
  crashAt(name: FailpointName, nth: number): void;
  /** As crash, from within what the process does just now. */
  endProcess(): void;
  readonly deaths: () => number;
  /** What the service logged as an error; empty unless there is a bug. */
  readonly errors: readonly string[];
  end(): Promise<void>;
}

/** One process. */
interface Life {
  readonly world: World;
  readonly isDead: () => boolean;
}

const FILES = ['campanile.sqlite', 'campanile.sqlite-wal'];
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/connect-campaigns/aws4_request, SignedHeaders=host, Signature=0';

/** Opens a universe with the first process in it. */
export async function openUniverse(options: UniverseOptions): Promise<Universe> {
  const { seed, time, carriers, watchesClock, alter = (store) => store } = options;
  const folder = mkdtempSync(join(tmpdir(), 'campanile-universe-'));
  const random = createSeededRandom(seed);
  const ids = createSeededIdSource(random);
  const metrics = createMetrics();
  const errors: string[] = [];
  const stores: Store[] = [];
  let deaths = 0;
  let fuse: { readonly name: FailpointName; left: number } | undefined;
  let die: () => void = () => undefined;

  const folderOf = (life: number): string => join(folder, String(life));

  function takeImage(): void {
    mkdirSync(folderOf(deaths));
    for (const name of FILES) {
      const from = join(folderOf(deaths - 1), name);
      if (existsSync(from)) copyFileSync(from, join(folderOf(deaths), name));
    }
  }

  /** Starts a process on the files of the last one. */
  async function begin(): Promise<Life> {
    let isOver = false;
    let announceDeath: () => void = () => undefined;
    const death = new Promise<void>((resolve) => {
      announceDeath = resolve;
    });
    const isDead = (): boolean => isOver;
    die = () => {
      if (isOver) return;
      isOver = true;
      fuse = undefined;
      deaths += 1;
      takeImage();
      announceDeath();
      life = begin();
      time.elapsed.track(life);
    };
    const failpoint: Failpoint = (name) => {
      if (isOver || fuse?.name !== name) return;
      fuse.left -= 1;
      if (fuse.left === 0) die();
    };
    const clock = time.clockUntil(death, isDead);
    const parts: Partial<Parts> = {
      async openStore(given) {
        // Whether a commit is on the disk is for others to test; here an image of the files has all that is written.
        const testControls = { synchronous: 'NORMAL' } as const;
        const store = await openSqliteStore({ ...given, host: 'inline', failpoint, testControls });
        stores.push(store);
        return alter(store);
      },
      openCarriers: () => carriers.connect(isDead),
    };
    const config = configFor(folderOf(deaths), watchesClock);
    const ambient = ambientFor(clock);
    const world = await openWorld(config, {
      clock,
      ...(!watchesClock && {
        virtualClock: { ...clock, advanceTo: time.elapsed.advanceTo, settled: time.elapsed.settled },
      }),
      ambient,
      parts,
      access: createAccess(config, ambient),
      metrics,
      idKey: new Uint8Array(32),
      isReady: () => true,
      reset: () => Promise.reject(new Error('nobody resets a universe')),
    });
    return { world, isDead };
  }

  function ambientFor(clock: Clock): Ambient {
    const note = (line: string): void => {
      errors.push(line);
    };
    return {
      // Pauses in real time are over at once: nobody else works here meanwhile.
      wall: { now: clock.now, at: atOnce, track: (work) => work },
      monotonic: time.monotonic,
      random,
      ids,
      secretBytes: (count) => new Uint8Array(count),
      log: createLog({ level: 'error', format: 'json', write: note }),
      crash: () => die(),
      onFatal: (error) => note(String(error)),
    };
  }

  mkdirSync(folderOf(0));
  let life = begin();
  await life;

  async function call(method: string, path: string, body?: object | string): Promise<Answer> {
    const { world, isDead } = await life;
    const [rawPath = '', rawQuery = ''] = path.split('?');
    const isText = typeof body === 'string';
    const handle = rawPath.startsWith('/admin/v1') ? world.admin : world.campaigns;
    const response = await handle({
      method,
      rawPath,
      rawQuery,
      headers: {
        host: 'localhost',
        'content-type': isText ? 'text/plain' : 'application/json',
        authorization: AUTHORIZATION,
      },
      body: Buffer.from(isText ? body : body === undefined ? '' : JSON.stringify(body)),
    });
    const answer = await readAnswer(response);
    return isDead() ? undefined : answer;
  }

  return {
    call,
    store: async () => (await life).world.store,
    async crash() {
      await life;
      die();
      await life;
    },
    crashAt(name, nth) {
      fuse = { name, left: nth };
    },
    endProcess: () => die(),
    deaths: () => deaths,
    errors,
    async end() {
      const { world } = await life;
      await world.close();
      for (const store of stores) await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const atOnce: Clock['at'] = (_, run) => {
  const immediate = setImmediate(() => void run());
  return { cancel: () => clearImmediate(immediate) };
};

type Response = Awaited<ReturnType<World['admin']>>;

async function readAnswer(response: Response): Promise<Answer> {
  if (!('body' in response)) return { status: response.status, body: await readStream(response) };
  const { status, headers, body } = response;
  const text = body.toString();
  const error = headers['x-amzn-ErrorType'];
  return { status, ...(error !== undefined && { error }), body: text === '' ? undefined : JSON.parse(text) };
}

/** The text of a stream that ends. */
function readStream({ open }: Exclude<Response, { body: unknown }>): Promise<string> {
  return new Promise((resolve) => {
    let read = '';
    open({
      write(text) {
        read += text;
        return true;
      },
      drained: () => Promise.resolve(true),
      end: () => resolve(read),
    });
  });
}

function configFor(data: string, watchesClock: boolean): Config {
  const flags = { data, port: '0', clock: watchesClock ? 'real' : 'virtual', drainSeconds: '0' };
  const loaded = loadConfig({ flags, environment: {}, file: null });
  if (loaded.kind === 'refused') throw new Error(loaded.problems.join('; '));
  return loaded.config;
}
