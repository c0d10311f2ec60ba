/**
 * What a contact goes through between its call's carrier, a queue and an agent. Each step is a receipt of the attempt: its
 * status is the name of the contact event where AWS has one, and its particulars are these.
 */
import type { Instant } from '../lib/clock.ts';

export const CONTACT_STEPS = [
  /** Media is established, by whomever. */
  'CONNECTED_TO_SYSTEM',
  /** Waits for an agent; names the queue. */
  'QUEUED',
  /** Names the agent. */
  'CONNECTED_TO_AGENT',
  'PAUSED',
  'RESUMED',
  /** An agent took the preview; names the agent, and when the preview was over. */
  'PREVIEW_ACCEPTED',
  'DISCONNECTED',
  /** The agent is done with what was left to do after the call. */
  'AFTER_CONTACT_WORK_ENDED',
] as const;

export type ContactStep = (typeof CONTACT_STEPS)[number];

export interface ContactProgress {
  readonly queueId?: string;
  readonly agentId?: string;
  /** The callee's greeting, as the classifier heard it. */
  readonly greetingStartAt?: Instant;
  readonly greetingEndAt?: Instant;
  readonly previewEndAt?: Instant;
}

/** Whether a receipt's status is a step of a contact. */
export function isContactStep(status: string): status is ContactStep {
  return (CONTACT_STEPS as readonly string[]).includes(status);
}
