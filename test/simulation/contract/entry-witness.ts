/**
 * Who may enter a campaign that has a source, by what callers were answered and what the admin API shows: once at a time,
 * not more often than the entry limits allow, and of a segment exactly its members, at each of its instants.
 */
export interface EntryWishes {
  readonly kind: 'event' | 'segment';
  readonly maxEntryCount: number;
  readonly minEntryIntervalMs: number;
  readonly startTime: number;
  readonly endTime: number;
  readonly refreshMs: number;
}

/** A request as the admin API shows it. */
export interface EntryShown {
  readonly id: string;
  readonly clientToken: string;
  readonly destination?: string;
  readonly state: string;
  readonly acceptedAt: string;
  readonly endedAt?: string;
}

export interface EntryWitness {
  readonly violations: readonly string[];
  readonly figures: { entries: number; snapshots: number };
  campaign(id: string, wishes: EntryWishes): void;
  /** The campaign may let nobody in, or nobody knows. */
  interrupted(id: string): void;
  running(id: string): void;
  /** About to have these members, or having them for sure. */
  members(numbers: readonly string[], isSure: boolean): void;
  /** Tells of every request of a campaign. */
  shown(id: string, requests: readonly EntryShown[]): void;
}

interface Entry {
  readonly id: string;
  readonly at: number;
  readonly endedAt: number;
  /** Of a segment: the instant of its snapshot. */
  readonly snapshotAt: number;
}

interface Version {
  readonly numbers: ReadonlySet<string>;
  readonly from: number;
  until: number;
}

/** A campaign that may, lets its members in at once. */
const WITHIN_MS = 60_000;
const NEVER = Number.POSITIVE_INFINITY;

export function createEntryWitness(now: () => number): EntryWitness {
  const violations: string[] = [];
  const wishesOf = new Map<string, EntryWishes>();
  const versions: Version[] = [{ numbers: new Set(), from: 0, until: NEVER }];
  /** When campaigns certainly ran. */
  const runs = new Map<string, { from: number; until: number }[]>();
  const checked = new Set<string>();
  const figures = { entries: 0, snapshots: 0 };

  function violated(sentence: string): void {
    violations.push(`${new Date(now()).toISOString()} ${sentence}`);
  }

  function entriesOf(requests: readonly EntryShown[]): Map<string, Entry[]> {
    const entries = new Map<string, Entry[]>();
    for (const { id, clientToken, destination = '', acceptedAt, endedAt } of requests) {
      const [, snapshot = ''] = /^segment-(.{24})-/.exec(clientToken) ?? [];
      const entry = { id, at: Date.parse(acceptedAt), endedAt: endedAt === undefined ? NEVER : Date.parse(endedAt) };
      const known = entries.get(destination) ?? [];
      entries.set(
        destination,
        [...known, { ...entry, snapshotAt: Date.parse(snapshot) }].sort((a, b) => a.at - b.at),
      );
    }
    return entries;
  }

  function checkLimits({ maxEntryCount, minEntryIntervalMs }: EntryWishes, entries: readonly Entry[]): void {
    if (maxEntryCount > 0 && entries.length > maxEntryCount)
      violated(
        `entry ${entries.at(-1)?.id} is the ${entries.length}th of its profile, and ${maxEntryCount} are allowed`,
      );
    for (const [index, entry] of entries.entries()) {
      const before = entries[index - 1];
      if (before === undefined) continue;
      if (entry.at < before.endedAt)
        violated(`entry ${entry.id} began while ${before.id} of the same profile had not ended`);
      if (entry.at < before.at + minEntryIntervalMs)
        violated(`entry ${entry.id} began ${entry.at - before.at} ms after ${before.id} of the same profile`);
    }
  }

  const within = (from: number, until: number): Version[] =>
    versions.filter((version) => version.from <= until && version.until >= from);

  function checkMember({ startTime, endTime, refreshMs }: EntryWishes, number: string, entry: Entry): void {
    const { id, at, snapshotAt } = entry;
    if (
      (snapshotAt - startTime) % refreshMs !== 0 ||
      snapshotAt < startTime ||
      snapshotAt >= endTime ||
      at < snapshotAt
    )
      violated(`entry ${id} belongs to no instant at which the segment is read`);
    if (!within(snapshotAt, at).some(({ numbers }) => numbers.has(number)))
      violated(`entry ${id} is of a profile that was not in the segment`);
  }

  /** Of a snapshot that nothing has disturbed: whoever may enter has entered. */
  function checkSnapshot(id: string, wishes: EntryWishes, snapshotAt: number, entries: Map<string, Entry[]>): void {
    const until = snapshotAt + WITHIN_MS;
    const key = `${id} ${snapshotAt}`;
    if (checked.has(key) || now() <= until || until >= wishes.endTime) return;
    checked.add(key);
    if (!(runs.get(id) ?? []).some((run) => run.from <= snapshotAt && run.until > until)) return;
    figures.snapshots += 1;
    const sure = within(snapshotAt, until);
    for (const number of sure[0]?.numbers ?? []) {
      if (!sure.every(({ numbers }) => numbers.has(number))) continue;
      const own = entries.get(number) ?? [];
      if (own.some((entry) => entry.snapshotAt === snapshotAt) || !mayEnter(wishes, own, snapshotAt)) continue;
      violated(`a member was passed over at ${new Date(snapshotAt).toISOString()} by campaign ${id}`);
    }
  }

  function mayEnter({ maxEntryCount, minEntryIntervalMs }: EntryWishes, own: readonly Entry[], at: number): boolean {
    const earlier = own.filter((entry) => entry.at < at + WITHIN_MS);
    const last = earlier.at(-1);
    if (maxEntryCount > 0 && earlier.length >= maxEntryCount) return false;
    // Whose last entry ends at the very instant may be looked at before or after it.
    return last === undefined || (last.endedAt < at && last.at + minEntryIntervalMs <= at);
  }

  return {
    violations,
    figures,
    campaign(id, wishes) {
      wishesOf.set(id, wishes);
      runs.set(id, []);
    },
    interrupted(id) {
      const last = runs.get(id)?.at(-1);
      if (last?.until === NEVER) last.until = now();
    },
    running(id) {
      if (runs.get(id)?.at(-1)?.until !== NEVER) runs.get(id)?.push({ from: now(), until: NEVER });
    },
    members(numbers, isSure) {
      if (isSure) for (const version of versions) version.until = Math.min(version.until, now());
      versions.push({ numbers: new Set(numbers), from: now(), until: NEVER });
    },
    shown(id, requests) {
      const wishes = wishesOf.get(id);
      if (wishes === undefined) return;
      const entries = entriesOf(requests);
      figures.entries = Math.max(figures.entries, requests.length);
      for (const [number, own] of entries) {
        checkLimits(wishes, own);
        if (wishes.kind === 'segment') for (const entry of own) checkMember(wishes, number, entry);
      }
      if (wishes.kind === 'event') return;
      for (let at = wishes.startTime; at < Math.min(now(), wishes.endTime); at += wishes.refreshMs)
        checkSnapshot(id, wishes, at, entries);
    },
  };
}
