/** Brings live answers into the evidence store, many in one commit; a commit that fails is tried again. */
import type { Clock, Instant } from '../../lib/clock.ts';
import type { EvidenceStore, LiveAnswer } from '../../store/evidence-store.ts';
import type { RequestKey } from '../../store/request-store.ts';
import type { Alarms } from '../alarms.ts';
import type { Background } from '../background.ts';
import { RETRY_MS } from '../options.ts';

export interface EvidenceLog {
  /** An answer, or what became of one. */
  record(answer: LiveAnswer): void;
  /** Resolves when nothing is pending; rejects with the store's error. */
  flush(): Promise<void>;
}

/** Answers in one commit; what waits beyond them waits for the next one, at most as many as calls are under way. */
const COMMIT_MAX = 1_000;

/** A log that gathers answers for `lingerMs`. */
export function createEvidenceLog(
  deps: {
    readonly evidence: Pick<EvidenceStore, 'record'>;
    readonly clock: Clock;
    readonly alarms: Alarms;
    readonly background: Background;
  },
  lingerMs: number,
): EvidenceLog {
  const { evidence, clock, alarms, background } = deps;
  const pending = new Map<RequestKey, LiveAnswer>();
  let committing: Promise<void> | undefined;
  let retryAt: Instant = Number.NEGATIVE_INFINITY;
  const alarm = alarms.create(() =>
    background.run('commit evidence', commitAll, () => {
      retryAt = clock.now() + RETRY_MS;
      alarm.ringBy(retryAt);
    }),
  );

  function commitAll(): Promise<void> {
    committing ??= commitUntilNoneIsLeft().finally(() => {
      committing = undefined;
    });
    return committing;
  }

  async function commitUntilNoneIsLeft(): Promise<void> {
    while (pending.size > 0) {
      const batch = [...pending.values()].slice(0, COMMIT_MAX);
      await evidence.record(batch);
      // News of one that came meanwhile stays for the next commit.
      for (const answer of batch) if (pending.get(answer.key) === answer) pending.delete(answer.key);
    }
  }

  return {
    record(answer) {
      pending.set(answer.key, answer);
      if (committing === undefined) alarm.ringBy(Math.max(clock.now() + lingerMs, retryAt));
    },
    flush: commitAll,
  };
}
