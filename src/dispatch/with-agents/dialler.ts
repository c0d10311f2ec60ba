/**
 * The dialler of one campaign that needs agents: how many calls it may begin, and what its pacer hears. It lives while the
 * campaign runs and until its last call is over, so that a pause loses neither calls nor what was learned.
 */
import type { ChannelReceipt, SubmitResult } from '../../channels/channel.ts';
import type { CallAttempt, CallEvent, VoiceChannel } from '../../channels/voice.ts';
import type { CampaignId } from '../../domain/campaign.ts';
import type { AgentFacts } from '../../domain/explain/facts.ts';
import { defined } from '../../lib/assert.ts';
import type { PredictivePacer } from '../../pacing/predictive/pacer.ts';
import type { PacingMode } from '../../pacing/predictive/trace.ts';
import { previewAllowance } from '../../pacing/preview.ts';
import { progressiveAllowance } from '../../pacing/progressive.ts';
import type { RequestKey } from '../../store/request-store.ts';
import { type AgentCall, isInFlight, newCall } from './agent-call.ts';
import type { Agents } from './agents.ts';
import { createCallBook } from './call-book.ts';
import { createCallLife } from './call-life.ts';
import type { CallMode } from './call-mode.ts';
import type { EvidenceLog } from './evidence-log.ts';
import {
  createPredictivePacing,
  type PacedCampaign,
  type PacingDeps,
  type PacingFigures,
  type PacingOptions,
  type PredictivePacing,
} from './predictive-pacing.ts';
import { offerPreview, type Preview } from './preview.ts';
import type { QueueDesk, QueueMember } from './queue-desk.ts';

/** The campaign's runner, while it runs. */
export interface RunnerSide {
  /** Calls that the lane would begin now. */
  trunkGrant(): number;
  /** Requests at hand, or perhaps more to be read. */
  hasRequests(): boolean;
  /** There may be more to begin than before. */
  poke(): void;
}

/** Who follows an attempt from its claim on. */
export interface CallFollower {
  /** Before it is handed over: an answer in place of the carrier's ends the matter. */
  review?(signal: AbortSignal): Promise<SubmitResult | undefined>;
  /** What the carrier answered; undefined when the request was not claimed. */
  placed(result: SubmitResult | undefined): void;
  /** The call is over, or its end was never reported. */
  over(): void;
}

export type DiallingMode = PacingMode | 'preview';

export interface Dialler extends QueueMember {
  update(mode: CallMode): void;
  serve(runner: RunnerSide): void;
  /** The campaign does not run any more; its calls go on. */
  rest(): void;
  /** How many calls may be begun now. */
  allowance(): number;
  /** Begins a call, whose request is about to be claimed; to be asked for no more than the allowance. */
  dial(key: RequestKey, attempt: CallAttempt): CallFollower;
  hear(call: AgentCall, event: CallEvent): void;
  /** Whether it is at rest and its last call over. */
  isIdle(): boolean;
  /** Whether some call was dialled that the carrier has not answered for yet. */
  isPlacing(): boolean;
  diallingMode(): DiallingMode | undefined;
  standing(): AgentFacts;
  /** What the pacer of a predictive campaign did last. */
  pacingFigures(): PacingFigures | undefined;
  close(): void;
}

export interface DiallerDeps extends PacingDeps {
  readonly agents: Agents;
  readonly voice: VoiceChannel;
  readonly desk: QueueDesk;
  readonly evidenceLog: EvidenceLog;
  readonly onReceipt: (receipt: ChannelReceipt) => void;
  /** The carrier has taken the call: its events name this reference. */
  readonly onTaken: (reference: string, call: AgentCall) => void;
  readonly onOver: (call: AgentCall) => void;
  readonly onRest: () => void;
  readonly options: PacingOptions;
}

/** The dialler of a campaign, at rest. */
export function createDialler(id: CampaignId, initial: CallMode, deps: DiallerDeps): Dialler {
  const { agents, voice, desk, clock } = deps;
  const book = createCallBook();
  /** What agents look at, by agent. */
  const previews = new Map<string, Preview>();
  let mode = initial;
  let runner: RunnerSide | undefined;
  let placing = 0;
  let predictive: PredictivePacing | undefined = pacingOf(initial);
  const life = createCallLife({
    ...deps,
    ...{ campaignId: id, book, tellPacer },
    mode: () => mode,
    member: () => dialler,
    onAbandoned: () => predictive?.abandoned(),
    onFreed,
  });

  function pacingOf(next: CallMode): PredictivePacing | undefined {
    if (next.kind !== 'predictive') return undefined;
    const campaign: PacedCampaign = {
      id,
      mustTick: () => runner !== undefined && dialler.isDialling() && desk.hasAgents(),
      trunkGrant: () => runner?.trunkGrant() ?? 0,
      agentFeedAgeSeconds: agents.feedAgeSeconds,
      introduce,
      cancel: giveUpRinging,
      onGranted: () => runner?.poke(),
    };
    return createPredictivePacing(deps, campaign, next, deps.options);
  }

  /** A pacer that is made while calls are under way: they count from now on. */
  function introduce(pacer: PredictivePacer): void {
    desk.introduce(dialler);
    const t = defined(predictive, 'the pacing of a pacer').now();
    for (const call of book.all()) {
      if (isInFlight(call)) pacer.onDial(call.requestId, t);
      if (call.stage === 'analysing') pacer.onAnswer(call.requestId, t);
    }
  }

  function tellPacer(tell: (pacer: PredictivePacer, t: number) => void): void {
    const pacer = predictive?.pacer();
    if (pacer !== undefined && predictive !== undefined) tell(pacer, predictive.now());
  }

  function giveUpRinging(callId: string): void {
    for (const call of book.all()) {
      if (call.requestId !== callId || call.stage !== 'dialling' || call.reference === undefined) continue;
      call.isCancelled = true;
      voice.cancel(call.reference);
      return;
    }
  }

  function onFreed(call: AgentCall): void {
    if (call.stage === 'ended') deps.onOver(call);
    desk.reconsider();
    if (predictive === undefined) runner?.poke();
  }

  function placed(call: AgentCall, result: SubmitResult | undefined): void {
    placing -= 1;
    const preview = call.agentId === undefined ? undefined : previews.get(call.agentId);
    if (call.agentId !== undefined) previews.delete(call.agentId);
    if (result?.kind !== 'submitted') {
      // Nobody's telephone has rung, so nothing is learned from it.
      call.isCancelled = result === undefined || result.kind === 'notSent';
      life.end(call, result?.kind === 'ended' ? result.disposition : undefined);
      return;
    }
    call.reference = result.reference;
    const acceptedAt = preview?.acceptedAt();
    if (acceptedAt !== undefined && call.agentId !== undefined) {
      life.receipt(call, 'PREVIEW_ACCEPTED', { agentId: call.agentId, previewEndAt: clock.now() }, acceptedAt);
    }
    deps.onTaken(result.reference, call);
  }

  /** Shows the recipient to an agent first. */
  function previewOf(call: AgentCall): Preview {
    const preview = offerPreview(
      { agents, clock, mode, requestId: call.requestId, campaignId: id },
      desk.ownFree(dialler)[0],
    );
    call.agentId = preview.agentId;
    if (preview.agentId !== undefined) previews.set(preview.agentId, preview);
    return preview;
  }

  const dialler: Dialler = {
    id,
    weight: () => mode.weight,
    isDialling: () => book.inFlight() > 0 || (runner !== undefined && mode.weight > 0 && runner.hasRequests()),
    update(next) {
      if (JSON.stringify(next) === JSON.stringify(mode)) return;
      mode = next;
      predictive?.stop();
      predictive = pacingOf(next);
      desk.reconsider();
    },
    serve(next) {
      runner = next;
    },
    rest() {
      runner = undefined;
      predictive?.rest();
      desk.reconsider();
      deps.onRest();
    },
    allowance() {
      if (runner === undefined || mode.weight <= 0) return 0;
      desk.reconsider();
      const balance = {
        freeAgents: desk.ownFree(dialler).length,
        inFlight: book.inFlight(),
        waiting: book.waiting(),
      };
      if (mode.kind === 'preview') return previewAllowance(balance);
      return predictive === undefined ? progressiveAllowance(balance) : predictive.allowance(balance);
    },
    dial(key, attempt) {
      const call = newCall(key, attempt.requestId, attempt.answerMachineDetection.enableAnswerMachineDetection);
      book.add(call);
      placing += 1;
      tellPacer((pacer, t) => pacer.onDial(call.requestId, t));
      predictive?.begun();
      return {
        ...(mode.kind === 'preview' && { review: previewOf(call).decided }),
        placed: (result) => placed(call, result),
        over: () => life.end(call, undefined),
      };
    },
    hear: life.hear,
    isIdle: () => runner === undefined && book.size() === 0,
    isPlacing: () => placing > 0,
    standing() {
      const { kind, queueId, weight } = mode;
      // First, since it brings the sharing of the agents up to date.
      const allowance = dialler.allowance();
      const tick = predictive?.lastTick();
      return {
        ...{ kind, queueId, weight, ...desk.figures() },
        ownFree: desk.ownFree(dialler).length,
        inFlight: book.inFlight(),
        waiting: book.waiting(),
        allowance,
        ...(tick !== undefined && { tick }),
      };
    },
    pacingFigures: () => predictive?.figures(),
    diallingMode: () => (mode.kind === 'predictive' ? predictive?.mode() : mode.kind),
    close: () => predictive?.stop(),
    agentMoved(agentId, change) {
      tellPacer((pacer, t) => pacer.onAgent(agentId, change, t));
    },
    agentTalks(agentId, call) {
      tellPacer((pacer, t) => pacer.onConnected(call?.requestId ?? `elsewhere ${agentId}`, agentId, t));
    },
    agentTalkEnded(agentId) {
      tellPacer((pacer, t) => pacer.onTalkEnded(agentId, t));
    },
    agentWorkEnded(agentId) {
      life.workEnded(agentId);
      tellPacer((pacer, t) => pacer.onWrapEnded(agentId, t));
    },
    agentGone: (agentId) => previews.get(agentId)?.agentGone(),
    poke() {
      desk.reconsider();
      if (predictive === undefined) runner?.poke();
      else predictive.tickNow();
    },
  };
  desk.join(dialler);
  return dialler;
}
