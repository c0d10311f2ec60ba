/**
 * The floor: every queue's desk, the dialler of every campaign that needs agents, and their calls by the carrier's
 * reference, to which call events are led. Calls of agentless campaigns pass by.
 */
import type { ChannelReceipt } from '../../channels/channel.ts';
import type { CallEvent, VoiceChannel } from '../../channels/voice.ts';
import type { Campaign, CampaignId } from '../../domain/campaign.ts';
import type { QueueId } from '../../domain/queue-id.ts';
import { type AgentCall, abandonedDisposition } from './agent-call.ts';
import type { Agents } from './agents.ts';
import { callModeOf } from './call-mode.ts';
import { createDialler, type Dialler, type DiallingMode } from './dialler.ts';
import type { EvidenceLog } from './evidence-log.ts';
import type { PacingDeps, PacingFigures, PacingOptions } from './predictive-pacing.ts';
import { createQueueDesk, type QueueDesk } from './queue-desk.ts';

export interface CallFloor {
  /** The dialler of a Running campaign as it is now; undefined when it needs no agents. */
  diallerOf(campaign: Campaign): Dialler | undefined;
  callerNumber: Agents['callerNumber'];
  /** The event as it is to be noted: the end of a call to a person for whom no agent was free says so. */
  told(event: CallEvent): CallEvent;
  /** Leads an event to its call, after it was noted. */
  hear(event: CallEvent): void;
  /** What the dialler of a campaign does now; undefined when it has none. */
  diallingMode(campaignId: CampaignId): DiallingMode | undefined;
  figures(): FloorFigures;
}

/** For metrics; as many of each as queues and campaigns are in use. */
export interface FloorFigures {
  readonly queues: readonly { readonly queueId: QueueId; readonly waiting: number }[];
  readonly pacing: readonly (PacingFigures & { readonly campaignId: CampaignId })[];
}

export interface CallFloorDeps extends PacingDeps {
  readonly agents: Agents;
  readonly voice: VoiceChannel;
  readonly evidenceLog: EvidenceLog;
  readonly onReceipt: (receipt: ChannelReceipt) => void;
}

/** Events that came before the answer to the placing, which names the call: of as many calls as can be placed at once. */
const EARLY_CALLS_MAX = 1_000;

/** A floor without campaigns. */
export function createCallFloor(deps: CallFloorDeps, options: PacingOptions): CallFloor {
  const { agents } = deps;
  const desks = new Map<QueueId, QueueDesk>();
  const diallers = new Map<CampaignId, { readonly dialler: Dialler; readonly desk: QueueDesk }>();
  const calls = new Map<string, { readonly call: AgentCall; readonly dialler: Dialler }>();
  const early = new Map<string, CallEvent[]>();
  agents.onChange((change) => {
    for (const [queueId, desk] of desks) if (queueId === change.queueId) desk.changed(change);
  });

  function deskOf(queueId: QueueId): QueueDesk {
    const known = desks.get(queueId);
    if (known !== undefined) return known;
    const desk = createQueueDesk(queueId, agents);
    desks.set(queueId, desk);
    return desk;
  }

  function create(campaign: Campaign): Dialler | undefined {
    const mode = callModeOf(campaign);
    if (mode === undefined) return undefined;
    const desk = deskOf(mode.queueId);
    const dialler: Dialler = createDialler(campaign.id, mode, {
      ...deps,
      desk,
      options,
      onTaken: (reference, call) => taken(reference, call, dialler),
      onRest: () => forgetIfIdle(campaign.id),
      onOver(call) {
        if (call.reference !== undefined) calls.delete(call.reference);
        forgetIfIdle(campaign.id);
      },
    });
    diallers.set(campaign.id, { dialler, desk });
    return dialler;
  }

  function taken(reference: string, call: AgentCall, dialler: Dialler): void {
    calls.set(reference, { call, dialler });
    const events = early.get(reference) ?? [];
    early.delete(reference);
    for (const event of events) dialler.hear(call, event);
  }

  /** A dialler at rest is kept for its calls only; what it has learned begins again with the next start. */
  function forgetIfIdle(id: CampaignId): void {
    const known = diallers.get(id);
    if (known === undefined || !known.dialler.isIdle()) return;
    known.dialler.close();
    known.desk.leave(known.dialler);
    diallers.delete(id);
  }

  function keepEarly(event: CallEvent): void {
    const known = early.get(event.reference);
    if (known !== undefined) known.push(event);
    else early.set(event.reference, [event]);
    const [oldest] = early.keys();
    if (early.size > EARLY_CALLS_MAX && oldest !== undefined) early.delete(oldest);
  }

  return {
    diallerOf(campaign) {
      const known = diallers.get(campaign.id)?.dialler;
      if (known === undefined) return create(campaign);
      const mode = callModeOf(campaign);
      if (mode !== undefined) known.update(mode);
      return mode && known;
    },
    callerNumber: agents.callerNumber,
    told(event) {
      if (event.kind !== 'ended') return event;
      const call = calls.get(event.reference)?.call;
      if (call?.stage !== 'waiting' && call?.stage !== 'abandoned') return event;
      return { ...event, disposition: abandonedDisposition(call, event.disposition) };
    },
    hear(event) {
      const known = calls.get(event.reference);
      if (known !== undefined) known.dialler.hear(known.call, event);
      else if (event.kind !== 'ringing' && hasUntaken()) keepEarly(event);
    },
    diallingMode: (campaignId) => diallers.get(campaignId)?.dialler.diallingMode(),
    figures: () => ({
      queues: [...desks].map(([queueId, desk]) => ({ queueId, waiting: desk.waiting() })),
      pacing: [...diallers].flatMap(([campaignId, { dialler }]) => {
        const figures = dialler.pacingFigures();
        return figures === undefined ? [] : [{ campaignId, ...figures }];
      }),
    }),
  };

  /** Whether some call was dialled whose reference is not known yet. */
  function hasUntaken(): boolean {
    for (const { dialler } of diallers.values()) if (dialler.isPlacing()) return true;
    return false;
  }
}
