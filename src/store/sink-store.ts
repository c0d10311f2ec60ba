/** How far each sink of events has come, and the events that it gave up: what must survive a restart of a delivery. */
import type { Instant } from '../lib/clock.ts';

export interface SinkStore {
  /** Where a sink stands. One that is new begins after the event `beginAfter`, and that is kept. */
  open(sink: string, beginAfter: number): Promise<SinkStanding>;
  /** ONE commit: everything up to `cursor` is delivered or among `givenUp`. A cursor never goes back. */
  advance(progress: SinkProgress): Promise<void>;
  /** The oldest dead letters of a sink. */
  deadLetters(sink: string, limit: number): Promise<DeadLetter[]>;
  /** Forgets dead letters, as a rule because they were delivered after all. */
  settle(keys: readonly number[]): Promise<void>;
}

/** The sequence number of the last event that a sink is done with, and how many it has given up and keeps. */
export interface SinkStanding {
  readonly sink: string;
  readonly cursor: number;
  readonly deadLetters: number;
}

export interface SinkProgress {
  readonly sink: string;
  readonly cursor: number;
  readonly givenUp: readonly Omit<DeadLetter, 'key'>[];
}

/** An event that a sink could not deliver. */
export interface DeadLetter {
  /** Rises in the order of giving up. */
  readonly key: number;
  /** Of the event. */
  readonly sequence: number;
  /** When it was given up, on the real clock. */
  readonly at: Instant;
  /** What the receiver said, in our words. */
  readonly reason: string;
}

/** Dead letters that one sink keeps, about 10 MB; beyond them the oldest go. */
export const DEAD_LETTERS_MAX = 100_000;
