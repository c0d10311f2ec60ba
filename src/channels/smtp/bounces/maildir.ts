/**
 * A Maildir into which the operator's MTA delivers bounces. A mail is taken from new/, and goes to cur/ as seen only when its
 * news is durable: after a crash it is taken once more, and the receipt that is there already is not kept twice.
 */
import { constants, type FSWatcher, watch } from 'node:fs';
import { access, open, opendir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Timer } from '../../../lib/clock.ts';
import type { Service } from '../../../lib/service.ts';
import type { Log } from '../../../telemetry/log.ts';
import { REPORT_BYTES_MAX } from './read-report.ts';
import type { TakeReport } from './take-report.ts';

export interface MaildirDeps {
  readonly take: TakeReport;
  /** The real time. */
  readonly wall: Clock;
  readonly log: Log;
}

/** A watch tells of new mail at once where the file system can; this is for where it cannot, and after a failure. */
export const POLL_MS = 30_000;
/** Mails that are read at once, some 2 MB. */
const BATCH = 8;
/** After so many that could not be taken the store is unwell, and the rest waits for the next look. */
const FAILURES_MAX = 100;

/** Follows `folder`. Its start rejects when that is no Maildir that we may change. */
export function createMaildirFollower({ take, wall, log }: MaildirDeps, folder: string): Service {
  const arrivals = join(folder, 'new');
  const seen = join(folder, 'cur');
  let isStopped = false;
  let isNewsAhead = false;
  let scanning: Promise<void> | undefined;
  let poll: Timer | undefined;
  let watcher: FSWatcher | undefined;

  /** Takes what has arrived; once more when more arrives meanwhile. */
  function look(): void {
    isNewsAhead = true;
    scanning ??= scanAll().finally(() => {
      scanning = undefined;
      if (isStopped) return;
      if (isNewsAhead) look();
      else poll = wall.at(wall.now() + POLL_MS, look);
    });
  }

  async function scanAll(): Promise<void> {
    poll?.cancel();
    isNewsAhead = false;
    let failures = 0;
    try {
      for await (const names of batchesOf(arrivals)) {
        failures += await takeAll(names);
        if (isStopped || failures >= FAILURES_MAX) return;
      }
    } catch (error) {
      log.error('the Maildir of bounces could not be read; it is tried again', { error });
    }
  }

  /** Answers how many could not be taken; they stay where they are, and hold up nobody else. */
  async function takeAll(names: readonly string[]): Promise<number> {
    const taken = await Promise.allSettled(names.map(takeOne));
    const failed = taken.filter((result) => result.status === 'rejected');
    for (const { reason } of failed) log.error('a bounce could not be taken; it is tried again', { error: reason });
    return failed.length;
  }

  async function takeOne(name: string): Promise<void> {
    const path = join(arrivals, name);
    const bytes = await beginningOf(path);
    if (bytes === undefined) return;
    // Its recipient stands in Delivered-To or X-Original-To: a Maildir has no envelope.
    await take(bytes, []);
    const flagged = name.includes(':') ? name : `${name}:2,S`;
    await rename(path, join(seen, flagged)).catch(ignoreGone);
  }

  return {
    name: 'bounce Maildir',
    async start() {
      for (const path of [arrivals, seen]) {
        await access(path, constants.R_OK | constants.W_OK | constants.X_OK).catch((cause: unknown) => {
          throw new Error('the folder of bounces must be a Maildir (new/ and cur/) that may be written to', { cause });
        });
      }
      try {
        watcher = watch(arrivals, { persistent: false }, look);
        watcher.on('error', () => watcher?.close());
      } catch {
        // Not every file system can be watched, and watches run out: then there is the poll.
      }
      look();
    },
    async stop() {
      isStopped = true;
      watcher?.close();
      poll?.cancel();
      await scanning;
    },
  };
}

/** The names of the mails in a folder; those with a dot in front are none (maildir(5)). */
async function* batchesOf(folder: string): AsyncGenerator<string[]> {
  let names: string[] = [];
  for await (const entry of await opendir(folder)) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    names.push(entry.name);
    if (names.length < BATCH) continue;
    yield names;
    names = [];
  }
  yield names;
}

/** The first REPORT_BYTES_MAX of a file, or undefined when somebody has taken it away. */
async function beginningOf(path: string): Promise<Buffer | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(ignoreGone);
  if (file === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(REPORT_BYTES_MAX), 0, REPORT_BYTES_MAX, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function ignoreGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
