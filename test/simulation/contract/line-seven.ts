/**
 * Holds line 7 of the contract: it counts live answers, abandonments, calls in flight and free agents by itself, from what
 * happens at the telephones and from what agents were answered, and compares the evidence that is kept with it.
 */
import type { CallSeen, FloorWatch } from '../universe/callees.ts';
import { CALL_WITHIN_MS } from '../universe/carriers.ts';
import { type AgentBook, createAgentBook } from './agent-book.ts';

/** What a caller has asked of a campaign that calls for agents. */
export interface FloorWishes {
  /** Its agents' names begin with it. */
  readonly queue: string;
  readonly mode: 'progressive' | 'predictive' | 'preview';
  readonly isDetecting: boolean;
  readonly targetRate: number;
  readonly windowMs: number;
  readonly startPoint: 'CONNECTED_TO_SYSTEM' | 'GREETING_END';
  readonly thresholdMs: number;
}

/** A live answer as the evidence export shows it. */
export interface EvidenceShown {
  readonly requestId: string;
  readonly answeredAt: string;
  readonly outcome: string;
  readonly agentId: string;
}

export interface LineSeven extends FloorWatch {
  readonly agents: AgentBook;
  /** Braked: calls that were placed while none beyond the free agents was allowed. */
  readonly figures: { calls: number; answers: number; braked: number };
  campaign(id: string, wishes: FloorWishes): void;
  /** An agent who looks at the recipient wants the call now, or soon. */
  accepted(requestId: string): void;
  /** All its calls are over, and nobody is logged in. */
  processEnded(): void;
  /** The campaign does not run any more; what it has learned begins again with the next start. */
  rests(campaignId: string): void;
  clockSet(): void;
  evidence(campaignId: string, rows: readonly EvidenceShown[]): void;
}

interface Answer {
  readonly requestId: string;
  readonly campaignId: string;
  readonly answeredAt: number;
  readonly clockStartedAt: number;
  connectedAt?: number;
  /** Elapsed time of the last news of it that is evidence. */
  newsAt: number;
  agentId?: string;
  /** It was not settled when its process died, and had been recognised just before. */
  mayBeLost: boolean;
  isOver: boolean;
}

interface InFlight extends CallSeen {
  /** Its end is told by then, or never; by the clock on the wall. */
  readonly outcomeBy: number;
  answeredAt?: number;
}

/** The least number of live answers on which a rate is judged. */
const JUDGED_FROM = 34;
const MONTH_MS = 30 * 86_400_000;
/** The service keeps its answers by steps of seconds; at the edges of a window only what holds with both counts. */
const EDGE_MS = 60_000;
/** A live answer that a process has outlived by so much is on the disk. */
const COMMITTED_WITHIN_MS = 100;
const SILENCE_MS = 80_000;
/** After a clock was set the estimates are not trusted; it is noticed within two seconds. */
const MISTRUST_MS = { from: 3_000, until: 58_000 };

/** A witness of a floor on which nobody has called; `violated` notes what it says. */
export function createLineSeven(
  now: () => number,
  elapsed: () => number,
  violated: (sentence: string) => void,
): LineSeven {
  const agents = createAgentBook(elapsed);
  const wishesOf = new Map<string, FloorWishes>();
  const inFlight = new Map<string, InFlight>();
  const answers = new Map<string, Answer>();
  /** People who answered when the time of their call had run out. */
  const mayBeKept = new Set<string>();
  const accepted = new Set<string>();
  /** Campaigns whose estimates have lived through the setting of the clock: those that had calls in flight, and no rest. */
  const mistrusted = new Set<string>();
  const resting = new Set<string>();
  const busySince = new Map<string, number>();
  const lastLeft = new Map<string, number>();
  const figures = { calls: 0, answers: 0, braked: 0 };
  let clockSetAt = Number.NEGATIVE_INFINITY;

  const callsOf = (campaignId: string): InFlight[] =>
    [...inFlight.values()].filter((call) => call.campaignId === campaignId);

  function leftFlight({ requestId, campaignId }: CallSeen): void {
    if (!inFlight.delete(requestId)) return;
    lastLeft.set(campaignId, elapsed());
    if (callsOf(campaignId).length === 0) busySince.delete(campaignId);
  }

  function isAbandoned({ campaignId, clockStartedAt, connectedAt, isOver }: Answer, at: number): boolean {
    const deadline = clockStartedAt + (wishesOf.get(campaignId)?.thresholdMs ?? 0);
    if (connectedAt !== undefined) return connectedAt > deadline;
    return isOver || at > deadline;
  }

  /** Calls whose end was never told are over when their time is. */
  function forgetOverdue(): void {
    for (const call of [...inFlight.values()]) if (now() >= call.outcomeBy) leftFlight(call);
  }

  /** Whether the rate over the last `windowMs` was at its target at an instant. */
  function isAtTarget(campaignId: string, { targetRate }: FloorWishes, windowMs: number, at: number): boolean {
    const own = [...answers.values()].filter(
      (answer) =>
        answer.campaignId === campaignId && answer.clockStartedAt > at - windowMs && answer.clockStartedAt < at,
    );
    // What a process may have taken along with it is held against nobody.
    const abandoned = own.filter((answer) => !answer.mayBeLost && isAbandoned(answer, at)).length;
    const certain = own.filter(({ mayBeLost }) => !mayBeLost).length;
    return certain >= JUDGED_FROM && abandoned >= targetRate * own.length;
  }

  /** Why no call may be placed beyond the free agents; undefined when some may. */
  function brake(campaignId: string, wishes: FloorWishes): string | undefined {
    if (wishes.mode === 'progressive') return 'the campaign is progressive';
    const sinceSet = elapsed() - clockSetAt;
    if (mistrusted.has(campaignId) && sinceSet > MISTRUST_MS.from && sinceSet < MISTRUST_MS.until)
      return 'the clock was set';
    const silentSince = Math.max(busySince.get(campaignId) ?? elapsed(), lastLeft.get(campaignId) ?? 0);
    if (elapsed() - silentSince > SILENCE_MS) return 'no call has ended for long';
    const windows = [wishes.windowMs - EDGE_MS, wishes.windowMs + EDGE_MS];
    const month = [MONTH_MS];
    const holds = (spans: readonly number[]): boolean =>
      spans.every((span) => [now() - 1, now()].every((at) => isAtTarget(campaignId, wishes, span, at)));
    if (holds(windows)) return 'its abandonment rate is at the target';
    return holds(month) ? 'its abandonment rate of 30 days is at the target' : undefined;
  }

  function checkPlaced(call: CallSeen, wishes: FloorWishes): void {
    const { campaignId, requestId } = call;
    if (wishes.mode === 'preview') {
      if (!accepted.has(requestId)) violated(`call ${requestId} was placed although no agent wanted it`);
      return;
    }
    const reason = brake(campaignId, wishes);
    if (reason === undefined) return;
    figures.braked += 1;
    const calls = callsOf(campaignId).length;
    if (calls > agents.free(wishes.queue))
      violated(
        `campaign ${campaignId} has ${calls} calls in flight for ${agents.free(wishes.queue)} free agents, although ${reason}`,
      );
  }

  return {
    agents,
    figures,
    campaign: (id, wishes) => void wishesOf.set(id, wishes),
    accepted: (requestId) => void accepted.add(requestId),
    placed(call) {
      const wishes = wishesOf.get(call.campaignId);
      if (wishes === undefined) return;
      figures.calls += 1;
      forgetOverdue();
      resting.delete(call.campaignId);
      if (callsOf(call.campaignId).length === 0) busySince.set(call.campaignId, elapsed());
      inFlight.set(call.requestId, { ...call, outcomeBy: now() + CALL_WITHIN_MS });
      checkPlaced(call, wishes);
    },
    answered({ requestId }) {
      const call = inFlight.get(requestId);
      if (call !== undefined) call.answeredAt = now();
    },
    recognised(call, isPerson) {
      const { requestId, campaignId } = call;
      const wishes = wishesOf.get(campaignId);
      const flight = inFlight.get(requestId);
      leftFlight(call);
      if (!isPerson || wishes === undefined || flight === undefined) return;
      // Of a call whose time had run out, as when the clock was set forth over it, nobody keeps anything; but who has not
      // noticed yet that the clock was set still does.
      if (now() >= flight.outcomeBy) {
        mayBeKept.add(requestId);
        return;
      }
      const answeredAt = flight.answeredAt ?? now();
      const isCountedFromAnswer = wishes.startPoint === 'CONNECTED_TO_SYSTEM' || !wishes.isDetecting;
      figures.answers += 1;
      answers.set(requestId, {
        ...{ requestId, campaignId, answeredAt, newsAt: elapsed(), mayBeLost: false, isOver: false },
        clockStartedAt: isCountedFromAnswer ? answeredAt : now(),
      });
    },
    bridged({ requestId, reference }, leg) {
      const agentId = leg.replace(/^agent:/, '');
      const where = agents.where(agentId);
      if (where !== 'available') violated(`call ${requestId} was bridged to agent ${agentId}, who is ${where}`);
      agents.talks(agentId, reference);
      const answer = answers.get(requestId);
      if (answer === undefined) return;
      answer.connectedAt = now();
      answer.newsAt = elapsed();
      answer.agentId = agentId;
    },
    ended(call) {
      const { requestId, reference } = call;
      leftFlight(call);
      agents.callEnded(reference);
      const answer = answers.get(requestId);
      if (answer !== undefined) answer.isOver = true;
    },
    processEnded() {
      for (const answer of answers.values()) {
        if (elapsed() - answer.newsAt < COMMITTED_WITHIN_MS) answer.mayBeLost = true;
        answer.isOver = true;
      }
      inFlight.clear();
      busySince.clear();
      mistrusted.clear();
      agents.clear();
    },
    rests(campaignId) {
      mistrusted.delete(campaignId);
      resting.add(campaignId);
    },
    clockSet() {
      clockSetAt = elapsed();
      for (const { campaignId } of inFlight.values()) if (!resting.has(campaignId)) mistrusted.add(campaignId);
    },
    evidence(campaignId, rows) {
      const byRequest = new Map(rows.map((row) => [row.requestId, row]));
      if (byRequest.size < rows.length) violated(`campaign ${campaignId} keeps a live answer twice`);
      for (const { requestId } of rows)
        if (!answers.has(requestId) && !mayBeKept.has(requestId))
          violated(`campaign ${campaignId} keeps a live answer of ${requestId}, who never gave one`);
      for (const answer of answers.values()) {
        if (answer.campaignId !== campaignId) continue;
        const row = byRequest.get(answer.requestId);
        if (row !== undefined) checkRow(answer, row);
        else if (!answer.mayBeLost && elapsed() - answer.newsAt > COMMITTED_WITHIN_MS)
          violated(`the live answer of ${answer.requestId} is not kept as evidence`);
      }
    },
  };

  function checkRow(answer: Answer, { outcome, answeredAt, agentId }: EvidenceShown): void {
    const { requestId } = answer;
    if (Date.parse(answeredAt) !== answer.answeredAt)
      violated(`the evidence of ${requestId} says that it was answered at ${answeredAt}`);
    if (answer.mayBeLost || elapsed() - answer.newsAt <= COMMITTED_WITHIN_MS) return;
    const deadline = answer.clockStartedAt + (wishesOf.get(answer.campaignId)?.thresholdMs ?? 0);
    // Who is still in time may be shown as waiting, which counts as abandoned until somebody comes.
    if (answer.connectedAt === undefined && now() <= deadline) return;
    const expected = isAbandoned(answer, now()) ? 'abandoned' : 'connected';
    if (outcome !== expected) violated(`the evidence of ${requestId} says ${outcome}, and the callee was ${expected}`);
    if (expected === 'connected' && agentId !== answer.agentId)
      violated(`the evidence of ${requestId} names agent ${agentId}, and ${answer.agentId} talked`);
  }
}
