/** Commits together what is gathered meanwhile: a little later, one commit at a time, and again when the store fails. */
import type { Alarms } from '../lib/alarms.ts';
import type { Background } from './background.ts';
import { RETRY_MS } from './options.ts';

export interface GroupCommit {
  /** Something was gathered: it is committed after the linger time, or by the commit that is under way. */
  gathered(): void;
  /** Commits without lingering; resolves when nothing is pending, or rejects with the store's error. */
  flush(): Promise<void>;
}

export interface GroupCommitDeps {
  readonly alarms: Alarms;
  readonly background: Background;
}

export interface GroupCommitOptions {
  /** For the report of a failure. */
  readonly doing: string;
  /** 0 commits at once what is there. */
  readonly lingerMs: number;
  readonly pending: () => number;
  /** Commits some of what is pending, in order; what it could not commit stays pending. */
  readonly commit: () => Promise<void>;
}

/** A group commit of what `pending` counts. */
export function createGroupCommit(deps: GroupCommitDeps, options: GroupCommitOptions): GroupCommit {
  const { alarms, background } = deps;
  const { doing, lingerMs, pending, commit } = options;
  let committing: Promise<void> | undefined;
  const alarm = alarms.create(commitInBackground);
  /** Rings after a failure; what is gathered meanwhile waits for it. */
  let isRetrying = false;
  const retry = alarms.create(() => {
    isRetrying = false;
    commitInBackground();
  });

  function commitInBackground(): void {
    background.run(doing, flush, () => {
      isRetrying = true;
      retry.ringIn(RETRY_MS);
    });
  }

  /** One committer at a time; whoever comes meanwhile waits for the same. */
  async function flush(): Promise<void> {
    while (pending() > 0) {
      committing ??= commitUntilNoneIsLeft();
      await committing;
    }
  }

  async function commitUntilNoneIsLeft(): Promise<void> {
    try {
      while (pending() > 0) await commit();
    } finally {
      // In the same turn as the last look at what is pending: who comes later finds nobody committing, and begins.
      committing = undefined;
    }
  }

  return {
    gathered() {
      if (committing === undefined && !isRetrying) alarm.ringIn(lingerMs);
    },
    flush,
  };
}
