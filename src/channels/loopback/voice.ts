/** Calls in the loopback world: they ring, are answered and classified as the script says, and can be steered meanwhile. */
import type { AnsweringMachineDetectionStatus, DisconnectReason, Disposition } from '../../domain/disposition.ts';
import type { Instant, Timer } from '../../lib/clock.ts';
import type { SubmitResult } from '../channel.ts';
import { ABORTED, QUEUE_FULL, THROTTLED, TOO_LATE } from '../not-sent.ts';
import type { CallAttempt, CallEvent, VoiceChannel } from '../voice.ts';
import { type CallScript, NORMAL_CLEARING, UNANSWERED } from './call-outcomes.ts';
import { ANSWER_TIMEOUT_MS, type World } from './world.ts';

/** From placing to the first ring. */
const RINGS_AFTER_MS = 200;
/** This world knows no flows: every flow stays on the line so long, and so does every prompt. */
const FLOW_MS = 3_000;
const PROMPT_MS = 3_000;
/** A callee who talks with an agent hangs up after so long, unless the agent did before. */
const TALK_MS = 60_000;
/** A person who waits for an agent hangs up after so long. */
const PATIENCE_MS = 20_000;
/** The legs of agents who end their talks by themselves, in this world too. */
const SCRIPTED_LEG = 'loopback:';
/** No call lasts longer; not divided by the speed, as it is only the bound after which the end counts as lost. */
const CALL_MAX_MS = 4 * 3_600_000;

const CALL_REFUSED: Disposition = { state: 'Failed', reason: 'TELECOM_PROBLEM', disconnectReason: 'TELECOM_PROBLEM' };

/** Who says something: the classifier's verdict comes at the end of it. */
const GREETS: ReadonlySet<string> = new Set(['HUMAN_ANSWERED', 'VOICEMAIL_BEEP', 'VOICEMAIL_NO_BEEP']);

interface Call {
  readonly attempt: CallAttempt;
  readonly reference: string;
  readonly script: CallScript;
  phase: 'ringing' | 'answered' | 'bridged';
  /** Where the greeting begins in this world. */
  answeredAt: Instant;
  /** How it ends if nobody steers it: the disposition so far. */
  outcome: Disposition;
  next: Timer | undefined;
  readonly prompts: Set<() => void>;
}

/** The voice channel, which holds up to `concurrentCalls` calls. */
export function createLoopbackVoice(world: World, concurrentCalls: number): VoiceChannel {
  const calls = new Map<string, Call>();
  /** Placed, and their answer is lost: they hold a line until that is noticed. */
  let unanswered = 0;
  let listener: (event: CallEvent) => void = () => undefined;

  function place(attempt: CallAttempt, notAfter: Instant, signal: AbortSignal): Promise<SubmitResult> {
    const held = heldBack(notAfter, signal);
    if (held !== undefined) return Promise.resolve({ kind: 'notSent', reason: held });
    const fault = world.faults.next('TELEPHONY');
    if (fault === 'throttle') return Promise.resolve({ kind: 'notSent', reason: THROTTLED });
    receive(attempt);
    if (fault === 'crashBeforeAnswer') world.crash();
    if (fault === 'timeout' || fault === 'crashBeforeAnswer') return loseAnswer();
    if (fault === 'reject') return Promise.resolve({ kind: 'ended', disposition: CALL_REFUSED });
    return Promise.resolve({
      kind: 'submitted',
      reference: begin(attempt),
      outcomeBy: world.clock.now() + CALL_MAX_MS,
    });
  }

  function heldBack(notAfter: Instant, signal: AbortSignal): string | undefined {
    if (signal.aborted) return ABORTED;
    if (world.clock.now() > notAfter) return TOO_LATE;
    return capacity() <= 0 ? QUEUE_FULL : undefined;
  }

  function capacity(): number {
    return Math.max(0, concurrentCalls - calls.size - unanswered);
  }

  function loseAnswer(): Promise<SubmitResult> {
    unanswered += 1;
    return new Promise((resolve) => {
      world.after(ANSWER_TIMEOUT_MS, () => {
        unanswered -= 1;
        resolve({ kind: 'unknown' });
      });
    });
  }

  /** Starts a call; at most one call per request is ever placed, so the request names it. */
  function begin(attempt: CallAttempt): string {
    const reference = `loopback-${attempt.requestId}`;
    const outcome = failed(attempt, 'NO_ANSWER', UNANSWERED);
    const script = world.callScript(attempt);
    const call: Call = {
      attempt,
      reference,
      script,
      phase: 'ringing',
      answeredAt: 0,
      outcome,
      next: undefined,
      prompts: new Set(),
    };
    calls.set(reference, call);
    follow(call, script);
    return reference;
  }

  function follow(call: Call, script: CallScript): void {
    if (script.kind === 'refused') {
      call.outcome = failed(call.attempt, script.reason, script);
      schedule(call, script.endsAfterMs, () => end(call, script));
      return;
    }
    const ringMs = call.attempt.ringTimeoutSeconds * 1000;
    schedule(call, RINGS_AFTER_MS, () => {
      emit({ kind: 'ringing', reference: call.reference, at: world.clock.now() });
      if (script.kind === 'unanswered' || script.answersAfterMs >= ringMs) {
        schedule(call, ringMs - RINGS_AFTER_MS, () => end(call, UNANSWERED));
      } else {
        schedule(call, script.answersAfterMs - RINGS_AFTER_MS, () => answer(call, script));
      }
    });
  }

  function answer(call: Call, script: Extract<CallScript, { kind: 'answered' }>): void {
    const { enableAnswerMachineDetection, awaitAnswerMachinePrompt } = call.attempt.answerMachineDetection;
    call.phase = 'answered';
    call.answeredAt = world.clock.now();
    call.outcome = { state: 'Succeeded', reason: 'ANSWERED', disconnectReason: 'CONTACT_FLOW_DISCONNECT' };
    emit({ kind: 'answered', reference: call.reference, at: call.answeredAt });
    if (!enableAnswerMachineDetection) {
      goOn(call);
      return;
    }
    const afterMs = awaitAnswerMachinePrompt === true ? script.promptEndsAfterMs : script.classifiedAfterMs;
    schedule(call, afterMs, () => classify(call, script));
  }

  function classify(call: Call, script: Extract<CallScript, { kind: 'answered' }>): void {
    call.outcome = {
      ...script.outcome,
      disconnectReason: script.isReached ? 'CONTACT_FLOW_DISCONNECT' : 'OTHER',
      answeringMachineDetectionStatus: script.status,
    };
    const at = world.clock.now();
    const greeting = GREETS.has(script.status) && { greeting: { startAt: call.answeredAt, endAt: at } };
    emit({ kind: 'classified', reference: call.reference, at, status: script.status, ...greeting });
    if (script.isReached) goOn(call);
    else end(call, NORMAL_CLEARING);
  }

  /** The flow with whom it has reached: people wait for their agent, for others it has an end. */
  function goOn(call: Call): void {
    // The listener may have steered the call by now.
    if (!calls.has(call.reference) || call.phase === 'bridged' || call.prompts.size > 0) return;
    const isPerson = call.outcome.reason === 'HUMAN_ANSWERED' || call.outcome.reason === 'ANSWERED';
    if (isPerson && call.attempt.isForAgent) {
      schedule(call, PATIENCE_MS, () => endBecause(call, 'CUSTOMER_DISCONNECT'));
    } else {
      schedule(call, FLOW_MS, () => end(call, NORMAL_CLEARING));
    }
  }

  /** When a callee who talks with this leg hangs up; never, where only the other side ends the talk. */
  function talkMs({ script }: Call, leg: string): number | undefined {
    if (script.kind === 'answered' && script.talkMs !== undefined) return script.talkMs;
    return leg.startsWith(SCRIPTED_LEG) ? undefined : TALK_MS;
  }

  /** What happens to the call next, in place of what was to happen. */
  function schedule(call: Call, afterMs: number, run: () => void): void {
    call.next?.cancel();
    call.next = world.after(afterMs, () => {
      call.next = undefined;
      run();
    });
  }

  function end(call: Call, { sip, q850 }: { readonly sip: number; readonly q850: number }): void {
    call.next?.cancel();
    calls.delete(call.reference);
    for (const finishPrompt of call.prompts) finishPrompt();
    const { reference, outcome: disposition } = call;
    emit({ kind: 'ended', reference, at: world.clock.now(), disposition, sip, q850 });
  }

  function endBecause(call: Call, disconnectReason: DisconnectReason): void {
    call.outcome = { ...call.outcome, disconnectReason };
    end(call, NORMAL_CLEARING);
  }

  function emit(event: CallEvent): void {
    listener(event);
  }

  function receive({
    requestId,
    campaignId,
    destination,
    sourcePhoneNumber,
    contactFlowId,
    attributes,
  }: CallAttempt): void {
    world.received.add({
      at: world.clock.now(),
      channelSubtype: 'TELEPHONY',
      requestId,
      campaignId,
      to: destination,
      ...(sourcePhoneNumber !== undefined && { from: sourcePhoneNumber }),
      content: contactFlowId,
      body: JSON.stringify(attributes),
    });
  }

  return {
    capacity,
    place,
    onCallEvent(newListener) {
      listener = newListener;
    },
    cancel(reference) {
      const call = calls.get(reference);
      if (call?.phase !== 'ringing') return;
      call.outcome = failed(call.attempt, 'NO_ANSWER', UNANSWERED);
      end(call, UNANSWERED);
    },
    hangUp(reference) {
      const call = calls.get(reference);
      if (call === undefined || call.phase === 'ringing') return;
      endBecause(call, call.phase === 'bridged' ? 'AGENT_DISCONNECT' : 'CONTACT_FLOW_DISCONNECT');
    },
    play(reference) {
      const call = calls.get(reference);
      if (call === undefined || call.phase === 'ringing') return Promise.resolve();
      return new Promise((resolve) => {
        const finish = (): void => {
          timer.cancel();
          call.prompts.delete(finish);
          resolve();
        };
        const timer = world.after(PROMPT_MS, finish);
        call.prompts.add(finish);
        // The flow goes on after the prompt.
        if (call.phase === 'answered') schedule(call, PROMPT_MS + FLOW_MS, () => end(call, NORMAL_CLEARING));
      });
    },
    bridge(reference, leg) {
      const call = calls.get(reference);
      if (call !== undefined && call.phase === 'answered') {
        call.phase = 'bridged';
        call.next?.cancel();
        const afterMs = talkMs(call, leg);
        if (afterMs !== undefined) schedule(call, afterMs, () => endBecause(call, 'CUSTOMER_DISCONNECT'));
      }
      return Promise.resolve();
    },
  };
}

/** A failure as contact events word it; without detection a call carries no status. */
function failed(
  { answerMachineDetection }: CallAttempt,
  reason: Disposition['reason'],
  words: { readonly disconnectReason: DisconnectReason; readonly status: AnsweringMachineDetectionStatus },
): Disposition {
  return {
    state: 'Failed',
    reason,
    disconnectReason: words.disconnectReason,
    ...(answerMachineDetection.enableAnswerMachineDetection && { answeringMachineDetectionStatus: words.status }),
  };
}
