/**
 * The way of a call after it was placed: answered, classified, connected to an agent or given up, ended. Every step is told
 * to the pacer, kept as evidence where a person is concerned, and noted as a receipt in the words of AWS's contact events.
 */
import type { ChannelReceipt } from '../../channels/channel.ts';
import type { CallEvent, VoiceChannel } from '../../channels/voice.ts';
import { clockStartOf } from '../../domain/abandonment-rule.ts';
import type { CampaignId } from '../../domain/campaign.ts';
import type { ContactProgress, ContactStep } from '../../domain/contact-progress.ts';
import type { Disposition } from '../../domain/disposition.ts';
import { defined } from '../../lib/assert.ts';
import type { Clock, Instant } from '../../lib/clock.ts';
import type { PredictivePacer } from '../../pacing/predictive/pacer.ts';
import type { AnswerOutcome } from '../../store/evidence-store.ts';
import { type AgentCall, endCauseOf, isInFlight } from './agent-call.ts';
import type { Agents } from './agents.ts';
import type { CallBook } from './call-book.ts';
import type { CallMode } from './call-mode.ts';
import type { EvidenceLog } from './evidence-log.ts';
import type { QueueDesk, QueueMember } from './queue-desk.ts';

export interface CallLife {
  hear(call: AgentCall, event: CallEvent): void;
  /** The call is over; without a disposition nobody knows how. */
  end(call: AgentCall, disposition: Disposition | undefined): void;
  receipt(call: AgentCall, status: ContactStep, contact: ContactProgress, at?: Instant): void;
  /** The agent is done with what was left to do after a call. */
  workEnded(agentId: string): void;
}

export interface CallLifeDeps {
  readonly campaignId: CampaignId;
  readonly mode: () => CallMode;
  readonly member: () => QueueMember;
  readonly book: CallBook;
  readonly agents: Agents;
  readonly voice: VoiceChannel;
  readonly desk: QueueDesk;
  readonly clock: Clock;
  readonly evidenceLog: EvidenceLog;
  readonly tellPacer: (tell: (pacer: PredictivePacer, t: number) => void) => void;
  readonly onReceipt: (receipt: ChannelReceipt) => void;
  readonly onAbandoned: () => void;
  /** The call has left flight, or is over. */
  readonly onFreed: (call: AgentCall) => void;
}

/** What a person hears for whom no agent was there in time (16 CFR 310.4(b)(4)(iii) asks for a recorded message). */
const ABANDONMENT_PROMPT = 'abandonment';

/** The ways of the calls of one campaign. */
export function createCallLife(deps: CallLifeDeps): CallLife {
  const { campaignId, book, agents, voice, desk, clock, evidenceLog, tellPacer } = deps;
  /** The last call of agents who do what is left to do after it: at most as many as agents. */
  const endedTalks = new Map<string, AgentCall>();

  function receipt(call: AgentCall, status: ContactStep, contact: ContactProgress, at: Instant = clock.now()): void {
    const { reference } = call;
    if (reference !== undefined) deps.onReceipt({ channelSubtype: 'TELEPHONY', reference, at, status, contact });
  }

  function record(call: AgentCall, outcome: AnswerOutcome): void {
    const { key, requestId, agentId } = call;
    const isSettled = outcome !== 'waiting';
    evidenceLog.record({
      ...{ key, requestId, campaignId, outcome },
      answeredAt: defined(call.answeredAt, 'the instant of an answer'),
      clockStartedAt: defined(call.clockStartedAt, 'the start of a clock'),
      ...(isSettled && { settledAt: clock.now() }),
      ...(isSettled && agentId !== undefined && { agentId }),
    });
  }

  function answered(call: AgentCall, at: Instant): void {
    if (call.stage !== 'dialling') return;
    call.answeredAt = at;
    book.enter(call, 'analysing');
    tellPacer((pacer, t) => pacer.onAnswer(call.requestId, t));
    if (!call.isDetecting) personAnswered(call, at, undefined);
  }

  function classified(call: AgentCall, { status, at, greeting }: Extract<CallEvent, { kind: 'classified' }>): void {
    if (!isInFlight(call)) return;
    if (status === 'HUMAN_ANSWERED') {
      personAnswered(call, at, greeting?.startAt);
      return;
    }
    book.enter(call, 'machine');
    tellPacer((pacer, t) => {
      pacer.onClassified(call.requestId, false, t);
      pacer.onEnded(call.requestId, 'machine', t);
    });
    deps.onFreed(call);
  }

  /** A person is there. Whoever is free takes the call; else the person waits until the threshold. */
  function personAnswered(call: AgentCall, classifiedAt: Instant, greetingStartAt: Instant | undefined): void {
    const { rule, queueId } = deps.mode();
    const answeredAt = call.answeredAt ?? classifiedAt;
    call.answeredAt = answeredAt;
    const greeting = greetingStartAt !== undefined && { greetingStartAt };
    call.clockStartedAt = clockStartOf(rule, { answeredAt, classifiedAt, ...greeting });
    book.enter(call, 'waiting');
    tellPacer((pacer, t) => pacer.onClassified(call.requestId, true, t));
    receipt(call, 'QUEUED', { queueId });
    if (call.agentId !== undefined && connect(call, call.agentId)) return;
    call.agentId = undefined;
    const agentId = desk.agentFor(deps.member());
    if (agentId !== undefined && connect(call, agentId)) return;
    waitForAgent(call, deadlineOf(call));
  }

  function waitForAgent(call: AgentCall, deadline: Instant): void {
    if (deadline <= clock.now()) {
      abandon(call);
      return;
    }
    record(call, 'waiting');
    desk.wait({ call, serve: (agentId) => connect(call, agentId) });
    call.patience = clock.at(deadline, () => {
      if (call.stage === 'waiting') abandon(call);
    });
  }

  function deadlineOf({ clockStartedAt }: AgentCall): Instant {
    return defined(clockStartedAt, 'the start of a clock') + deps.mode().rule.thresholdMs;
  }

  /** Connects a waiting person; false when the agent was gone. One who comes too late talks, but does not count. */
  function connect(call: AgentCall, agentId: string): boolean {
    const reference = defined(call.reference, 'the reference of an answered call');
    const leg = agents.legOf(agentId);
    const contact = { requestId: call.requestId, campaignId, hangUp: () => voice.hangUp(reference) };
    if (leg === undefined || !agents.connect(agentId, contact)) return false;
    const isLate = clock.now() > deadlineOf(call);
    stopWaiting(call);
    call.agentId = agentId;
    book.enter(call, 'talking');
    record(call, isLate ? 'abandoned' : 'connected');
    if (isLate) tellPacer((pacer, t) => pacer.onAbandoned(call.requestId, t));
    desk.taken(agentId, call, deps.member());
    receipt(call, 'CONNECTED_TO_AGENT', { queueId: deps.mode().queueId, agentId });
    voice.bridge(reference, leg).catch(() => voice.hangUp(reference));
    return true;
  }

  function stopWaiting(call: AgentCall): void {
    call.patience?.cancel();
    call.patience = undefined;
    desk.stopWaiting(call);
  }

  function abandon(call: AgentCall): void {
    const reference = defined(call.reference, 'the reference of an answered call');
    stopWaiting(call);
    book.enter(call, 'abandoned');
    record(call, 'abandoned');
    tellPacer((pacer, t) => pacer.onAbandoned(call.requestId, t));
    deps.onAbandoned();
    const hangUp = (): void => voice.hangUp(reference);
    voice.play(reference, ABANDONMENT_PROMPT).then(hangUp, hangUp);
  }

  function end(call: AgentCall, disposition: Disposition | undefined): void {
    const { stage, agentId } = call;
    if (stage === 'ended') return;
    const wasUnconnected = isInFlight(call) || stage === 'waiting';
    if (stage === 'waiting') {
      stopWaiting(call);
      record(call, 'abandoned');
    }
    book.enter(call, 'ended');
    if (wasUnconnected) tellPacer((pacer, t) => pacer.onEnded(call.requestId, endCauseOf(call, disposition), t));
    if (stage === 'waiting') deps.onAbandoned();
    if (agentId !== undefined) releaseAgent(call, stage === 'talking', agentId);
    deps.onFreed(call);
  }

  function releaseAgent(call: AgentCall, hasTalked: boolean, agentId: string): void {
    if (hasTalked) {
      endedTalks.set(agentId, call);
      agents.contactEnded(agentId);
    } else {
      agents.previewEnded(agentId);
    }
  }

  return {
    hear(call, event) {
      if (event.kind === 'answered') answered(call, event.at);
      if (event.kind === 'classified') classified(call, event);
      if (event.kind === 'ended') end(call, event.disposition);
    },
    end,
    receipt,
    workEnded(agentId) {
      const call = endedTalks.get(agentId);
      endedTalks.delete(agentId);
      if (call !== undefined) receipt(call, 'AFTER_CONTACT_WORK_ENDED', { queueId: deps.mode().queueId, agentId });
    },
  };
}
