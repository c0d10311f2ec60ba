/**
 * Brings the events of the store to one sink, from where it stood: at least once, and in order for each request. It reads
 * beside the dispatcher and never holds it up; what waits is in the store, and one page of it at a time is here. Receivers
 * are in the real world, so delays and time-outs are of the real clock, also beside a virtual one.
 */
import type { EventRenderer } from '../events/event-renderer.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { Service } from '../lib/service.ts';
import type { EventStore } from '../store/event-store.ts';
import { DEAD_LETTERS_MAX, type SinkStore } from '../store/sink-store.ts';
import { type Batch, batchesOf, singles } from './batches.ts';
import { createPatience } from './patience.ts';
import { createPauses } from './pauses.ts';
import { type Replayed, replayDeadLetters } from './replay.ts';
import type { DeliveryResult, Sink } from './sink.ts';

export interface Pump extends Service {
  figures(): Promise<SinkFigures>;
  /** Delivers the oldest dead letters once more, at most `limit`; stops at the first that is not taken. */
  replay(limit: number): Promise<Replayed>;
}

export interface SinkFigures {
  readonly sink: string;
  readonly kind: Sink['kind'];
  readonly cursor: number;
  /** Events after the cursor. */
  readonly lagEvents: number;
  /** When the oldest event happened that is known to wait, on the business clock. */
  readonly waitingSince?: Instant;
  readonly deadLetters: number;
  /** What went wrong, while nothing has gone right since. */
  readonly failing?: { readonly reason: string; readonly since: Instant; readonly tries: number };
}

export type PumpReport =
  | { readonly kind: 'delivered'; readonly sink: string; readonly events: number; readonly tookMs: number }
  | { readonly kind: 'failed' | 'refused'; readonly sink: string; readonly reason: string }
  | { readonly kind: 'gaveUp'; readonly sink: string; readonly events: number; readonly reason: string }
  /** The store, or the sink by a bug; tried again. */
  | { readonly kind: 'threw'; readonly sink: string; readonly error: unknown };

export interface PumpDeps {
  readonly sink: Sink;
  readonly events: EventStore;
  readonly sinks: SinkStore;
  readonly renderer: EventRenderer;
  /** The real time. */
  readonly wall: Clock;
  readonly random: Random;
  readonly report: (report: PumpReport) => void;
}

export interface PumpOptions {
  /** A receiver that failed for so long is given up on, event by event, until it takes one again. */
  readonly giveUpAfterMs: number;
  /** Longest that one delivery may take. */
  readonly timeoutMs: number;
}

/** Events read at once: a third of a second of a fast webhook, and some 100 kB. */
const PAGE = 200;
/** A stop waits so long for a sink to catch up. */
const STOP_GRACE_MS = 2_000;
/** After something threw. */
const RETRY_MS = 1_000;

/** A pump that begins when it is started. */
export function createPump(deps: PumpDeps, options: PumpOptions): Pump {
  const { sink, events, sinks, renderer, wall, report } = deps;
  const closing = new AbortController();
  const patience = createPatience(wall, deps.random, options.giveUpAfterMs);
  const pauses = createPauses(wall, closing.signal);
  let cursor = 0;
  let deadLetters = 0;
  let waitingSince: Instant | undefined;
  let isDelivering: Promise<unknown> = Promise.resolve();
  let running: Promise<void> | undefined;
  let unsubscribe: (() => void) | undefined;
  let onIdle: (() => void) | undefined;

  async function run(isOpen: boolean): Promise<void> {
    let isStanding = isOpen;
    while (!closing.signal.aborted) {
      isStanding ||= await opened();
      const isMore = isStanding && (await pumped());
      if (isMore) continue;
      onIdle?.();
      await pauses.untilWoken();
    }
  }

  /** Where to begin must be known before anything happens, or a new sink would miss it. */
  function opened(): Promise<boolean> {
    return carefully(async () => {
      ({ cursor, deadLetters } = await sinks.open(sink.name, await events.last()));
      return true;
    });
  }

  const pumped = (): Promise<boolean> => carefully(pumpPage);

  /** What `run` answers; false after a while when it throws. */
  async function carefully(run: () => Promise<boolean>): Promise<boolean> {
    try {
      return await run();
    } catch (error) {
      if (closing.signal.aborted) return false;
      report({ kind: 'threw', sink: sink.name, error });
      await pauses.wait(RETRY_MS);
      pauses.wake();
      return false;
    }
  }

  /** Whether there may be more to read. */
  async function pumpPage(): Promise<boolean> {
    const page = await renderer.render(await events.read(cursor, PAGE));
    for (const batch of batchesOf(page, sink.batchMax)) await push(batch);
    waitingSince = undefined;
    return page.length > 0;
  }

  /** Returns when the batch is delivered or given up and that is durable, or the pump is closing. */
  async function push(batch: Batch): Promise<void> {
    waitingSince = batch.oldestAt;
    while (!closing.signal.aborted) {
      const result = batch.events.length === 0 ? DELIVERED : await deliverInTurn(batch);
      if (closing.signal.aborted && result.kind !== 'delivered') return;
      switch (result.kind) {
        case 'delivered':
          return advance(batch);
        case 'refused':
          if (batch.entries.length === 1) return advance(batch, result.reason);
          // One of them is to blame, and the others are not held back for it.
          for (const single of singles(batch)) await push(single);
          return;
        case 'failed':
          if (patience.isOver()) await advance(batch, result.reason);
          await pauses.wait(Math.max(patience.delayMs(), result.afterMs ?? 0));
          if (cursor >= batch.last) return;
      }
    }
  }

  /** One delivery at a time, also while dead letters are replayed. */
  function deliverInTurn(batch: Batch): Promise<DeliveryResult> {
    const delivery = isDelivering.then(() => deliver(batch));
    isDelivering = delivery.catch(() => undefined);
    return delivery;
  }

  async function deliver(batch: Batch): Promise<DeliveryResult> {
    if (closing.signal.aborted) return { kind: 'failed', reason: 'CLOSING' };
    const startedAt = wall.now();
    const result = await withTimeout(batch);
    const tookMs = wall.now() - startedAt;
    if (result.kind === 'failed') patience.failed(result.reason);
    else patience.recovered();
    if (result.kind === 'delivered')
      report({ kind: 'delivered', sink: sink.name, events: batch.events.length, tookMs });
    else if (!closing.signal.aborted) report({ kind: result.kind, sink: sink.name, reason: result.reason });
    return result;
  }

  async function withTimeout(batch: Batch): Promise<DeliveryResult> {
    const late = new AbortController();
    const timer = wall.at(wall.now() + options.timeoutMs, () => late.abort());
    try {
      return await sink.deliver(batch.events, AbortSignal.any([closing.signal, late.signal]));
    } finally {
      timer.cancel();
    }
  }

  async function advance(batch: Batch, gaveUpBecause?: string): Promise<void> {
    const givenUp =
      gaveUpBecause === undefined
        ? []
        : batch.entries.map(({ stored }) => ({ sequence: stored.sequence, at: wall.now(), reason: gaveUpBecause }));
    await sinks.advance({ sink: sink.name, cursor: batch.last, givenUp });
    cursor = batch.last;
    deadLetters = Math.min(deadLetters + givenUp.length, DEAD_LETTERS_MAX);
    if (gaveUpBecause !== undefined) {
      report({ kind: 'gaveUp', sink: sink.name, events: givenUp.length, reason: gaveUpBecause });
    }
  }

  /** Resolves when nothing waits, or when that has taken too long: the rest comes after the next start. */
  function caughtUp(): Promise<void> {
    return new Promise((resolve) => {
      const timer = wall.at(wall.now() + STOP_GRACE_MS, resolve);
      onIdle = () => {
        timer.cancel();
        resolve();
      };
      pauses.wake();
    });
  }

  return {
    name: `sink ${sink.name}`,
    async start() {
      unsubscribe = events.onAppend(pauses.wake);
      running = run(await opened());
    },
    async stop() {
      if (running !== undefined && patience.standing() === undefined) await caughtUp();
      unsubscribe?.();
      closing.abort();
      await running;
      await isDelivering;
      sink.close();
    },
    async figures() {
      const lagEvents = Math.max(0, (await events.last()) - cursor);
      const failing = patience.standing();
      return {
        sink: sink.name,
        kind: sink.kind,
        cursor,
        lagEvents,
        ...(waitingSince !== undefined && lagEvents > 0 && { waitingSince }),
        deadLetters,
        ...(failing !== undefined && { failing }),
      };
    },
    async replay(limit) {
      const replayed = await replayDeadLetters({ sink, events, sinks, renderer, deliver: deliverInTurn }, limit);
      deadLetters -= replayed.delivered + replayed.gone;
      return replayed;
    },
  };
}

const DELIVERED: DeliveryResult = { kind: 'delivered' };
