/** What the writer knows of recipients without asking the database: enough to leave most claims alone. */
import type { Instant } from '../../lib/clock.ts';
import type { Connection } from './connection.ts';
import { selectStops } from './statements/dispatch-stop-statements.ts';
import { selectAnyHit } from './statements/hit-statements.ts';
import { selectMarkNames } from './statements/mark-statements.ts';
import { selectSuppressionCounts } from './statements/suppression-statements.ts';

/** Of the mark that says how far the past of an instance is counted. */
export const COUNTED_PREFIX = 'counted/';

export interface RecipientMemory {
  /** Entries by channel code, for each instance that has some. */
  readonly suppressionCounts: Map<string, Map<number, number>>;
  /** Whether a communication was ever counted. */
  hasHits: boolean;
  /** Instances whose communications are counted although no limit may hold now (operations/count-past.ts). */
  readonly counting: Set<string>;
  /** How far the look for hits that are too old has come, and when it goes on. */
  forgetting: { readonly cursor: number; readonly nextLookAt: Instant };
  /** Since when, by the code of a channel that is stopped. */
  stops: ReadonlyMap<number, Instant>;
}

/** The memory of an empty store. */
export function createRecipientMemory(): RecipientMemory {
  return {
    suppressionCounts: new Map(),
    hasHits: false,
    counting: new Set(),
    forgetting: { cursor: 0, nextLookAt: Number.NEGATIVE_INFINITY },
    stops: new Map(),
  };
}

export function loadRecipientMemory(connection: Connection, memory: RecipientMemory): void {
  for (const { name, channel, entries } of selectSuppressionCounts(connection)) {
    const counts = memory.suppressionCounts.get(name) ?? new Map<number, number>();
    memory.suppressionCounts.set(name, counts.set(channel, entries));
  }
  memory.hasHits = selectAnyHit(connection);
  for (const name of selectMarkNames(connection, COUNTED_PREFIX))
    memory.counting.add(name.slice(COUNTED_PREFIX.length));
  memory.stops = new Map(selectStops(connection).map(({ channel, since }) => [channel, since]));
}
