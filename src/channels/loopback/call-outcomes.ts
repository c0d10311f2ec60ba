/**
 * How calls go in the loopback world, as a table: what the network says, when somebody answers, what the classifier hears.
 * Statuses and reasons are AWS's (admin guide, contact events); causes are ITU-T Q.850 and SIP (RFC 3261 section 21).
 */
import type { AnsweringMachineDetectionStatus, DisconnectReason, Disposition } from '../../domain/disposition.ts';
import type { EndReason } from '../../domain/end-reasons.ts';
import type { CallFate } from './script.ts';

export type CallScript =
  /** The network ends it, as a rule before anybody could answer. */
  | {
      readonly kind: 'refused';
      readonly rings: boolean;
      readonly endsAfterMs: number;
      readonly disconnectReason: DisconnectReason;
      readonly status: AnsweringMachineDetectionStatus;
      readonly reason: EndReason;
      readonly sip: number;
      readonly q850: number;
    }
  /** It rings until the ring timeout. */
  | { readonly kind: 'unanswered' }
  | {
      readonly kind: 'answered';
      readonly answersAfterMs: number;
      /** From the answer to the classifier's verdict. */
      readonly classifiedAfterMs: number;
      /** The same when it waits for the prompt's end (awaitAnswerMachinePrompt). */
      readonly promptEndsAfterMs: number;
      readonly status: AnsweringMachineDetectionStatus;
      readonly outcome: Pick<Disposition, 'state' | 'reason'>;
      /** The flow goes on with whom it has reached; else the call ends at the verdict. */
      readonly isReached: boolean;
      /** How long the callee talks with an agent; when absent, a minute with a person, without end with a scripted agent. */
      readonly talkMs?: number;
    };

const PERSON = {
  kind: 'answered',
  answersAfterMs: 2_000,
  classifiedAfterMs: 1_500,
  promptEndsAfterMs: 1_500,
  status: 'HUMAN_ANSWERED',
  outcome: { state: 'Succeeded', reason: 'HUMAN_ANSWERED' },
  isReached: true,
} as const satisfies CallScript;

const VOICEMAIL = {
  kind: 'answered',
  answersAfterMs: 8_000,
  classifiedAfterMs: 3_000,
  promptEndsAfterMs: 9_000,
  outcome: { state: 'Succeeded', reason: 'VOICEMAIL' },
  isReached: true,
} as const;

export const CALL_SCRIPTS: Readonly<Record<CallFate, CallScript>> = {
  human: PERSON,
  slowHuman: { ...PERSON, answersAfterMs: 12_000 },
  voicemailBeep: { ...VOICEMAIL, status: 'VOICEMAIL_BEEP' },
  voicemailNoBeep: { ...VOICEMAIL, status: 'VOICEMAIL_NO_BEEP' },
  noAnswer: { kind: 'unanswered' },
  busy: {
    kind: 'refused',
    rings: false,
    endsAfterMs: 1_000,
    disconnectReason: 'OTHER',
    status: 'SIT_TONE_BUSY',
    reason: 'BUSY',
    sip: 486,
    q850: 17,
  },
  invalid: {
    kind: 'refused',
    rings: false,
    endsAfterMs: 500,
    disconnectReason: 'OTHER',
    status: 'SIT_TONE_INVALID_NUMBER',
    reason: 'INVALID_DESTINATION',
    sip: 404,
    q850: 1,
  },
  telecomProblem: {
    kind: 'refused',
    rings: false,
    endsAfterMs: 200,
    disconnectReason: 'TELECOM_PROBLEM',
    status: 'AMD_NOT_APPLICABLE',
    reason: 'TELECOM_PROBLEM',
    sip: 503,
    q850: 34,
  },
  fax: {
    kind: 'answered',
    answersAfterMs: 3_000,
    classifiedAfterMs: 2_000,
    promptEndsAfterMs: 2_000,
    status: 'FAX_MACHINE_DETECTED',
    outcome: { state: 'Failed', reason: 'FAX_MACHINE' },
    isReached: false,
  },
  silence: {
    kind: 'answered',
    answersAfterMs: 2_000,
    classifiedAfterMs: 5_000,
    promptEndsAfterMs: 5_000,
    status: 'AMD_UNRESOLVED_SILENCE',
    outcome: { state: 'Failed', reason: 'SILENCE' },
    isReached: false,
  },
};

/** Nobody answered before the ring timeout, or we gave up before. */
export const UNANSWERED = { disconnectReason: 'OTHER', status: 'AMD_UNANSWERED', sip: 487, q850: 19 } as const;

/** A call that ended as it should: SIP BYE, normal clearing. */
export const NORMAL_CLEARING = { sip: 200, q850: 16 } as const;
