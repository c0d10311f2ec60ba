/**
 * Simulated people and machines at the other end of calls for agents. They answer or not, are told apart, wait, talk and
 * hang up; a call dies with the process that placed it, and what a dead process asks for happens nowhere.
 */
import type { CallAttempt, CallEvent, VoiceChannel } from '../../../src/channels/voice.ts';
import type { Disposition } from '../../../src/domain/disposition.ts';
import type { Timer } from '../../../src/lib/clock.ts';
import type { Time } from './time.ts';

/** Who is there; durations follow one another. */
export interface Callee {
  readonly kind: 'person' | 'machine' | 'nobody' | 'busy' | 'silent';
  readonly ringsMs: number;
  /** From the answer to the verdict of the machine detection. */
  readonly greetsMs: number;
  /** How long a person waits for an agent. */
  readonly patienceMs: number;
}

/** A call as whoever watches the telephones sees it. */
export interface CallSeen {
  readonly requestId: string;
  readonly campaignId: string;
  readonly reference: string;
}

/** Told of what happens at the telephones, before the service is. */
export interface FloorWatch {
  placed(call: CallSeen): void;
  answered(call: CallSeen): void;
  /** Somebody is there, and it is a person, or not. */
  recognised(call: CallSeen, isPerson: boolean): void;
  bridged(call: CallSeen, leg: string): void;
  ended(call: CallSeen, disposition: Disposition): void;
}

export interface Callees {
  /** A call is on its way. */
  ring(attempt: CallAttempt, reference: string): void;
  /** What the process may do to its calls. */
  readonly port: Pick<VoiceChannel, 'cancel' | 'hangUp' | 'play' | 'bridge'>;
}

interface Call extends CallSeen {
  readonly callee: Callee;
  readonly isDetecting: boolean;
  phase: 'ringing' | 'answered' | 'bridged' | 'over';
  next?: Timer;
}

/** Longer than what a person waits for whom a prompt is played. */
const PROMPT_MS = 1_500;
const MACHINE_LISTENS_MS = 3_000;

const DISPOSITIONS = {
  nobody: { state: 'Failed', reason: 'NO_ANSWER', disconnectReason: 'OTHER' },
  busy: { state: 'Failed', reason: 'BUSY', disconnectReason: 'OTHER' },
  machine: { state: 'Succeeded', reason: 'VOICEMAIL', disconnectReason: 'CONTACT_FLOW_DISCONNECT' },
  person: { state: 'Succeeded', reason: 'HUMAN_ANSWERED', disconnectReason: 'CUSTOMER_DISCONNECT' },
} as const satisfies Record<string, Disposition>;

/** The telephones that one process can reach. */
export function createCallees(
  time: Time,
  calleeOf: (attempt: CallAttempt) => Callee,
  watch: FloorWatch,
  isDead: () => boolean,
  tell: (event: CallEvent) => void,
): Callees {
  const { elapsed } = time;
  const calls = new Map<string, Call>();

  /** What happens to the call next, in place of what was to happen. */
  function next(call: Call, afterMs: number, run: () => void): void {
    call.next?.cancel();
    call.next = elapsed.at(elapsed.now() + afterMs, () => {
      if (!isDead() && call.phase !== 'over') run();
    });
  }

  function answer(call: Call): void {
    const at = time.now();
    call.phase = 'answered';
    watch.answered(call);
    if (!call.isDetecting) watch.recognised(call, true);
    tell({ kind: 'answered', reference: call.reference, at });
    if (!call.isDetecting) goOn(call);
    else next(call, call.callee.greetsMs, () => recognise(call));
  }

  function recognise(call: Call): void {
    const isPerson = call.callee.kind === 'person';
    const status = isPerson ? 'HUMAN_ANSWERED' : 'VOICEMAIL_BEEP';
    watch.recognised(call, isPerson);
    tell({ kind: 'classified', reference: call.reference, at: time.now(), status });
    goOn(call);
  }

  function goOn(call: Call): void {
    if (call.phase !== 'answered') return;
    const { kind, patienceMs } = call.callee;
    const isPerson = kind === 'person' || !call.isDetecting;
    next(call, isPerson ? patienceMs : MACHINE_LISTENS_MS, () =>
      end(call, isPerson ? DISPOSITIONS.person : DISPOSITIONS.machine),
    );
  }

  function end(call: Call, disposition: Disposition): void {
    if (call.phase === 'over') return;
    call.phase = 'over';
    call.next?.cancel();
    calls.delete(call.reference);
    watch.ended(call, disposition);
    tell({ kind: 'ended', reference: call.reference, at: time.now(), disposition });
  }

  function living(reference: string): Call | undefined {
    return isDead() ? undefined : calls.get(reference);
  }

  return {
    ring(attempt, reference) {
      const { requestId, campaignId, answerMachineDetection } = attempt;
      const callee = calleeOf(attempt);
      const isDetecting = answerMachineDetection.enableAnswerMachineDetection;
      const call: Call = { requestId, campaignId, reference, callee, isDetecting, phase: 'ringing' };
      calls.set(reference, call);
      watch.placed(call);
      // Its end is never told.
      if (callee.kind === 'silent') return;
      if (callee.kind === 'person' || callee.kind === 'machine') next(call, callee.ringsMs, () => answer(call));
      else next(call, callee.ringsMs, () => end(call, DISPOSITIONS[callee.kind === 'busy' ? 'busy' : 'nobody']));
    },
    port: {
      cancel(reference) {
        const call = living(reference);
        if (call?.phase === 'ringing') end(call, DISPOSITIONS.nobody);
      },
      hangUp(reference) {
        const call = living(reference);
        if (call === undefined || call.phase === 'ringing') return;
        const disconnectReason = call.phase === 'bridged' ? 'AGENT_DISCONNECT' : 'CONTACT_FLOW_DISCONNECT';
        end(call, { ...DISPOSITIONS.person, disconnectReason });
      },
      play(reference) {
        if (living(reference) === undefined) return Promise.resolve();
        return new Promise((resolve) => void elapsed.at(elapsed.now() + PROMPT_MS, resolve));
      },
      bridge(reference, leg) {
        const call = living(reference);
        if (call === undefined || call.phase === 'ringing') return Promise.resolve();
        call.phase = 'bridged';
        call.next?.cancel();
        watch.bridged(call, leg);
        return Promise.resolve();
      },
    },
  };
}
