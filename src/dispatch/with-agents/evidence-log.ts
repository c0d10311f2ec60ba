/** Brings live answers into the evidence store, many in one commit; a commit that fails is tried again. */
import type { EvidenceStore, LiveAnswer } from '../../store/evidence-store.ts';
import type { RequestKey } from '../../store/request-store.ts';
import { createGroupCommit, type GroupCommitDeps } from '../group-commit.ts';

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
  deps: GroupCommitDeps & { readonly evidence: Pick<EvidenceStore, 'record'> },
  lingerMs: number,
): EvidenceLog {
  const waiting = new Map<RequestKey, LiveAnswer>();
  const answers = createGroupCommit(deps, {
    doing: 'commit evidence',
    lingerMs,
    pending: () => waiting.size,
    async commit() {
      const batch = [...waiting.values()].slice(0, COMMIT_MAX);
      await deps.evidence.record(batch);
      // News of one that came meanwhile stays for the next commit.
      for (const answer of batch) if (waiting.get(answer.key) === answer) waiting.delete(answer.key);
    },
  });
  return {
    record(answer) {
      waiting.set(answer.key, answer);
      answers.gathered();
    },
    flush: answers.flush,
  };
}
