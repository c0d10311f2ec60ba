/** The port of a voice channel: calls are placed, tell what happens to them as events, and can be steered while they last. */
import type { AnswerMachineDetection, CampaignId } from '../domain/campaign.ts';
import type { AnsweringMachineDetectionStatus, Disposition } from '../domain/disposition.ts';
import type { RequestId } from '../domain/request-id.ts';
import type { Instant } from '../lib/clock.ts';
import type { CarrierState, SubmitResult } from './channel.ts';

export interface CallAttempt {
  readonly requestId: RequestId;
  readonly campaignId: CampaignId;
  /** E.164. */
  readonly destination: string;
  readonly sourcePhoneNumber?: string;
  readonly contactFlowId: string;
  readonly queueId?: string;
  /** Whoever answers is to talk with an agent, and stays on the line until there is one. */
  readonly isForAgent?: true;
  readonly attributes: Readonly<Record<string, string>>;
  readonly answerMachineDetection: AnswerMachineDetection;
  readonly ringTimeoutSeconds: number;
}

export type CallEvent =
  | { readonly kind: 'ringing'; readonly reference: string; readonly at: Instant }
  /** Media is established, by whomever. */
  | { readonly kind: 'answered'; readonly reference: string; readonly at: Instant }
  | {
      readonly kind: 'classified';
      readonly reference: string;
      readonly at: Instant;
      readonly status: AnsweringMachineDetectionStatus;
      /** The callee's greeting, where one was heard. */
      readonly greeting?: { readonly startAt: Instant; readonly endAt: Instant };
    }
  /** The last event of a call. */
  | {
      readonly kind: 'ended';
      readonly reference: string;
      readonly at: Instant;
      readonly disposition: Disposition;
      /** SIP response code (RFC 3261 section 21), where the call was one. */
      readonly sip?: number;
      /** ITU-T Q.850 cause. */
      readonly q850?: number;
    };

export interface VoiceChannel {
  /** How many more calls it would take right now. */
  capacity(): number;
  /** Absent where calls are placed. */
  stateOf?(): CarrierState;
  /** Places the call; a taken one answers `submitted` and tells the rest as events. */
  place(attempt: CallAttempt, notAfter: Instant, signal: AbortSignal): Promise<SubmitResult>;
  /** Where call events go; called once, before the first call. */
  onCallEvent(listener: (event: CallEvent) => void): void;
  /** Gives up a call that still rings. */
  cancel(reference: string): void;
  hangUp(reference: string): void;
  /** Plays a prompt to the callee; resolves when it has ended. */
  play(reference: string, prompt: string): Promise<void>;
  /** Connects the callee with an agent's leg, such as a SIP URI; `loopback:` legs are agents of the scripted world. */
  bridge(reference: string, leg: string): Promise<void>;
}
