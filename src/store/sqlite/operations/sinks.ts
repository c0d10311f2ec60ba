/** Where sinks stand and what they gave up. */
import { defined } from '../../../lib/assert.ts';
import { DEAD_LETTERS_MAX, type DeadLetter, type SinkProgress, type SinkStanding } from '../../sink-store.ts';
import {
  advanceSink,
  deleteDeadLetter,
  deleteOldestDeadLetters,
  insertDeadLetter,
  insertSink,
  selectDeadLetters,
  selectSink,
} from '../statements/sink-statements.ts';
import type { Transaction } from '../transaction.ts';
import type { Reader } from './reads.ts';

export function openSink(
  { connection }: Transaction,
  { sink, beginAfter }: { sink: string; beginAfter: number },
): SinkStanding {
  insertSink(connection, sink, beginAfter);
  return defined(selectSink(connection, sink), 'a sink that was just written');
}

export function advance({ connection }: Transaction, { sink, cursor, givenUp }: SinkProgress): void {
  for (const letter of givenUp) insertDeadLetter(connection, sink, letter);
  if (givenUp.length > 0) deleteOldestDeadLetters(connection, sink, DEAD_LETTERS_MAX);
  advanceSink(connection, sink, cursor);
}

export function settleDeadLetters({ connection }: Transaction, keys: readonly number[]): void {
  for (const key of keys) deleteDeadLetter(connection, key);
}

export function deadLetters({ connection }: Reader, { sink, limit }: { sink: string; limit: number }): DeadLetter[] {
  return selectDeadLetters(connection, sink, limit);
}
