/** How an attempt ended, in AWS's words where AWS has them (contact events: DisconnectReason, AnsweringMachineDetectionStatus). */
import type { EndReason } from './end-reasons.ts';

export interface Disposition {
  /** Succeeded: a person, a voicemail or a delivery was reached. Failed: it ended without. Unknown: nobody knows. */
  readonly state: 'Succeeded' | 'Failed' | 'Unknown';
  readonly reason: EndReason;
  /** Voice only. */
  readonly disconnectReason?: DisconnectReason;
  /** Voice only. */
  readonly answeringMachineDetectionStatus?: AnsweringMachineDetectionStatus;
  /** What the carrier said, such as an enhanced status code; never an address. */
  readonly detail?: string;
}

/** Admin guide, contact events: disconnectReason; only the ones that an outbound campaign call can end with. */
export type DisconnectReason =
  | 'CUSTOMER_DISCONNECT'
  | 'AGENT_DISCONNECT'
  | 'THIRD_PARTY_DISCONNECT'
  | 'CONTACT_FLOW_DISCONNECT'
  | 'BARGED'
  | 'OTHER'
  | 'EXPIRED'
  | 'TELECOM_PROBLEM'
  | 'OUTBOUND_DESTINATION_ENDPOINT_ERROR'
  | 'OUTBOUND_RESOURCE_ERROR'
  | 'OUTBOUND_ATTEMPT_FAILED'
  | 'OUTBOUND_PREVIEW_DISCARDED';

/** Admin guide, contact events: answeringMachineDetectionStatus. */
export type AnsweringMachineDetectionStatus =
  | 'HUMAN_ANSWERED'
  | 'VOICEMAIL_BEEP'
  | 'VOICEMAIL_NO_BEEP'
  | 'AMD_UNANSWERED'
  | 'AMD_UNRESOLVED'
  | 'AMD_UNRESOLVED_SILENCE'
  | 'AMD_NOT_APPLICABLE'
  | 'SIT_TONE_BUSY'
  | 'SIT_TONE_INVALID_NUMBER'
  | 'SIT_TONE_DETECTED'
  | 'FAX_MACHINE_DETECTED'
  | 'AMD_ERROR';
