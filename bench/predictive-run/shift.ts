/** What a shift came to, from the events that the service tells everybody. */

// biome-ignore lint/suspicious/noExplicitAny: answers of our own service, whose shapes the acceptance tests hold.
type Caller = (method: string, path: string) => Promise<any>;

export interface Shift {
  /** Talk and wrap time per logged-in time up to `until`. */
  readonly occupancy: number;
  /** Abandoned per live answers up to `until`. */
  readonly abandonment: number;
  readonly dialsPerConnect: number;
  /** Until the last request ended. */
  readonly virtualHours: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Reads every event and sums it up. */
export async function measureShift(
  call: Caller,
  { agents, startedAt, until }: { agents: number; startedAt: number; until: number },
): Promise<Shift> {
  const connectedAt = new Map<string, number>();
  const outcomes: Record<string, number> = {};
  let busyMs = 0;
  let answered = 0;
  let abandoned = 0;
  let dialled = 0;
  let connected = 0;
  let lastAt = startedAt;
  for (let after = '0'; ; ) {
    const { events } = await call('GET', `/admin/v1/events?after=${after}&limit=1000`);
    if (events.length === 0) break;
    for (const { at: text, requestId, kind, receipt, state, reason, sequence } of events) {
      const at = Date.parse(text);
      after = sequence;
      if (kind === 'requestEnded') {
        lastAt = Math.max(lastAt, at);
        outcomes[`${state} ${reason}`] = (outcomes[`${state} ${reason}`] ?? 0) + 1;
      }
      if (at > until && receipt?.status !== 'AFTER_CONTACT_WORK_ENDED') continue;
      if (kind === 'attemptStarted') dialled += 1;
      if (kind === 'requestEnded' && reason === 'ABANDONED') abandoned += 1;
      if (receipt?.status === 'QUEUED') answered += 1;
      if (receipt?.status === 'CONNECTED_TO_AGENT') {
        connected += 1;
        connectedAt.set(requestId, at);
      }
      const begun = connectedAt.get(requestId);
      if (receipt?.status === 'AFTER_CONTACT_WORK_ENDED' && begun !== undefined) busyMs += Math.min(at, until) - begun;
    }
  }
  return {
    occupancy: busyMs / (agents * (until - startedAt)),
    abandonment: answered === 0 ? 0 : abandoned / answered,
    dialsPerConnect: dialled / Math.max(1, connected),
    virtualHours: (lastAt - startedAt) / 3_600_000,
    outcomes,
  };
}
