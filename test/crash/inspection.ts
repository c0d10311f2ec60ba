/** Compares what is stored with what callers were told and with what carriers were handed, and remembers what was wrong. */
import type { CarrierLog } from './carrier-log.ts';
import type { Ledger } from './ledger.ts';
import type { StateName, StoredRows } from './stored-rows.ts';

export interface Findings {
  readonly acknowledged: number;
  readonly contacted: number;
  /** Acknowledged requests that are not stored. */
  readonly lost: number;
  /** Requests that were answered with two ids, and tokens that are stored twice. */
  readonly secondIds: number;
  readonly secondAttempts: number;
  /** Everything else that is wrong, in words. */
  readonly faults: readonly string[];
}

export interface Inspection {
  /** Looks after a death or a start. */
  look(rows: StoredRows, carriers: CarrierLog): void;
  /** Looks when everything has ended. */
  lookAtTheEnd(rows: StoredRows, carriers: CarrierLog): void;
  fault(words: string): void;
  findings(): Findings;
}

/** States of requests that no carrier may have seen, and of those that one must have seen. */
const NEVER_CONTACTED: readonly StateName[] = ['buffered', 'expired', 'cancelled', 'suppressed'];
const SURELY_CONTACTED: readonly StateName[] = ['succeeded'];

/** Faults that are told; a broken service has thousands of the same. */
const FAULTS_TOLD = 20;

/** An inspection that has seen nothing. */
export function createInspection(ledger: Ledger): Inspection {
  const lost = new Set<string>();
  const doubledTokens = new Set<string>();
  const secondAttempts = new Set<string>();
  const endings = new Map<string, string>();
  const faults: string[] = [];
  let contacted = 0;

  function look(rows: StoredRows, carriers: CarrierLog): void {
    contacted = carriers.contacted.size;
    faults.push(...rows.faults);
    for (const token of rows.doubledTokens) doubledTokens.add(token);
    for (const id of [...rows.doubledAttempts, ...carriers.contactedTwice]) secondAttempts.add(id);
    for (const { requestId } of ledger.acknowledged.values()) {
      if (!rows.requests.has(requestId)) lost.add(requestId);
    }
    for (const { id, ending } of rows.requests.values()) {
      const before = endings.get(id);
      if (before !== undefined && before !== ending) faults.push(`${id} was ${before} and is ${ending}`);
      if (ending !== undefined) endings.set(id, ending);
    }
  }

  return {
    look,
    lookAtTheEnd(rows, carriers) {
      look(rows, carriers);
      for (const id of carriers.contacted) {
        if (!rows.requests.has(id)) faults.push(`${id} was contacted and is not stored`);
      }
      for (const { id, state, ending } of rows.requests.values()) {
        const wasContacted = carriers.contacted.has(id);
        if (ending === undefined) faults.push(`${id} has not ended: ${state}`);
        if (wasContacted && NEVER_CONTACTED.includes(state)) faults.push(`${id} was contacted and is ${state}`);
        if (!wasContacted && SURELY_CONTACTED.includes(state)) faults.push(`${id} is ${state} without an attempt`);
      }
    },
    fault: (words) => void faults.push(words),
    findings: () => ({
      acknowledged: ledger.acknowledged.size,
      contacted,
      lost: lost.size,
      secondIds: ledger.secondIds.size + doubledTokens.size,
      secondAttempts: secondAttempts.size,
      faults: [...faults, ...ledger.wrongAnswers].slice(0, FAULTS_TOLD),
    }),
  };
}
