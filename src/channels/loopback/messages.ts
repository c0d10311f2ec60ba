/** SMS, email and WhatsApp in the loopback world: a carrier that takes, refuses, throttles and reports as the script says. */
import type { Disposition } from '../../domain/disposition.ts';
import type { Instant } from '../../lib/clock.ts';
import type { MessageAttempt, MessageChannel, ReceiptListener, SubmitResult } from '../channel.ts';
import { ABORTED, QUEUE_FULL, THROTTLED, TOO_LATE } from '../not-sent.ts';
import { notRendered, type RenderedMessage, type Rendering, type RenderMessage } from '../rendering.ts';
import { type EmailFate, emailFate, type TextFate, textFate } from './script.ts';
import { ANSWER_TIMEOUT_MS, type World } from './world.ts';

type MessageSubtype = 'SMS' | 'EMAIL' | 'WHATSAPP';

/** From handing over to the carrier's answer. */
const ANSWER_MS = 20;
/** From the carrier's answer to its receipt. */
const RECEIPT_MS = 500;
const SLOW_RECEIPT_MS = 10 * 60_000;

const HOUR_MS = 3_600_000;
/** When a missing receipt counts as never coming; not divided by the speed, for it is our rule and no event of the world. */
const OUTCOME_WITHIN_MS = { SMS: 72 * HOUR_MS, WHATSAPP: 24 * HOUR_MS } as const;

const DELIVERED: Disposition = { state: 'Succeeded', reason: 'DELIVERED' };
const REJECTED: Disposition = { state: 'Failed', reason: 'REJECTED' };
const INVALID: Disposition = { state: 'Failed', reason: 'INVALID_DESTINATION' };

/** How often a destination 07 is throttled. */
const THROTTLES = 2;
/** Destinations 07 that are between their two throttles. */
const THROTTLED_MAX = 10_000;

/** News of a mail that was delivered; instants count from the carrier's answer. SES event types. */
const MAIL_NEWS: Readonly<Record<EmailFate, readonly { readonly afterMs: number; readonly status: string }[]>> = {
  delivered: [],
  reject: [],
  bounce: [{ afterMs: 2_000, status: 'Bounce' }],
  complaint: [{ afterMs: 60_000, status: 'Complaint' }],
  delay: [{ afterMs: 5_000, status: 'DeliveryDelay' }],
  open: [{ afterMs: 30_000, status: 'Open' }],
  click: [
    { afterMs: 30_000, status: 'Open' },
    { afterMs: 40_000, status: 'Click' },
  ],
};

export interface LoopbackMessages extends MessageChannel {
  /** Forgets who was throttled. */
  reset(): void;
}

/**
 * The message channel of one subtype, which leaves up to `window` submissions unanswered at once. It hands over the words
 * that `render` gives, and the parameters alone where there is no such template.
 */
export function createLoopbackMessages(
  channelSubtype: MessageSubtype,
  world: World,
  window: number,
  render?: RenderMessage,
): LoopbackMessages {
  const throttled = new Map<string, number>();
  let unanswered = 0;
  let listener: ReceiptListener = () => Promise.resolve();

  function submit(attempt: MessageAttempt, notAfter: Instant, signal: AbortSignal): Promise<SubmitResult> {
    const held = heldBack(notAfter, signal);
    if (held !== undefined) return Promise.resolve({ kind: 'notSent', reason: held });
    return render === undefined ? handOver(attempt) : renderAndHandOver(render, attempt, notAfter, signal);
  }

  async function renderAndHandOver(
    render: RenderMessage,
    attempt: MessageAttempt,
    notAfter: Instant,
    signal: AbortSignal,
  ): Promise<SubmitResult> {
    // It has its place in the window from now on.
    unanswered += 1;
    let rendering: Rendering;
    try {
      rendering = await world.clock.track(render(attempt));
    } finally {
      unanswered -= 1;
    }
    const held = heldBack(notAfter, signal);
    if (held !== undefined) return { kind: 'notSent', reason: held };
    if (rendering.kind === 'unresolved') return { kind: 'ended', disposition: notRendered(rendering) };
    return handOver(attempt, rendering.kind === 'rendered' ? rendering.message : undefined);
  }

  function handOver(attempt: MessageAttempt, message?: RenderedMessage): Promise<SubmitResult> {
    const fault = world.faults.next(channelSubtype);
    if (fault === 'throttle' || isThrottled(attempt)) return answer(ANSWER_MS, { kind: 'notSent', reason: THROTTLED });
    receive(attempt, message);
    if (fault === 'crashBeforeAnswer') world.crash();
    if (fault === 'timeout' || fault === 'crashBeforeAnswer') return answer(ANSWER_TIMEOUT_MS, { kind: 'unknown' });
    if (fault === 'reject') return answer(ANSWER_MS, { kind: 'ended', disposition: REJECTED });
    return channelSubtype === 'EMAIL' ? deliverMail(attempt) : deliverText(attempt, OUTCOME_WITHIN_MS[channelSubtype]);
  }

  function heldBack(notAfter: Instant, signal: AbortSignal): string | undefined {
    if (signal.aborted) return ABORTED;
    if (world.clock.now() > notAfter) return TOO_LATE;
    return unanswered >= window ? QUEUE_FULL : undefined;
  }

  function isThrottled({ requestId, destination }: MessageAttempt): boolean {
    if (channelSubtype === 'EMAIL' || textFate(destination) !== 'throttledTwice') return false;
    const times = throttled.get(requestId) ?? 0;
    throttled.delete(requestId);
    if (times >= THROTTLES) return false;
    throttled.set(requestId, times + 1);
    const [oldest] = throttled.keys();
    if (throttled.size > THROTTLED_MAX && oldest !== undefined) throttled.delete(oldest);
    return true;
  }

  function deliverText(attempt: MessageAttempt, outcomeWithinMs: number): Promise<SubmitResult> {
    const fate: TextFate = textFate(attempt.destination);
    if (fate === 'rejected') return answer(ANSWER_MS, { kind: 'ended', disposition: REJECTED });
    if (fate === 'invalid') return answer(ANSWER_MS, { kind: 'ended', disposition: INVALID });
    const afterMs = fate === 'slowReceipt' ? SLOW_RECEIPT_MS : RECEIPT_MS;
    const outcomeBy = world.clock.now() + outcomeWithinMs;
    return answer(ANSWER_MS, { kind: 'submitted', reference: referenceOf(attempt), outcomeBy }, () => {
      if (fate !== 'neverReceipted') report(attempt, afterMs, 'DELIVERED', DELIVERED);
    });
  }

  /** A mail is final when the MTA has accepted it (RFC 5321 section 6.1); all that comes later is news of one that ended. */
  function deliverMail(attempt: MessageAttempt): Promise<SubmitResult> {
    const fate = emailFate(attempt.destination, world.mix, world.random);
    if (fate === 'reject') return answer(ANSWER_MS, { kind: 'ended', disposition: REJECTED });
    return answer(ANSWER_MS, { kind: 'ended', disposition: DELIVERED, reference: referenceOf(attempt) }, () => {
      for (const { afterMs, status } of MAIL_NEWS[fate]) report(attempt, afterMs, status);
    });
  }

  function answer(afterMs: number, result: SubmitResult, onAnswered?: () => void): Promise<SubmitResult> {
    unanswered += 1;
    return new Promise((resolve) => {
      world.after(afterMs, () => {
        unanswered -= 1;
        resolve(result);
        onAnswered?.();
      });
    });
  }

  function report(attempt: MessageAttempt, afterMs: number, status: string, disposition?: Disposition): void {
    world.after(afterMs, () => {
      void listener({
        channelSubtype,
        reference: referenceOf(attempt),
        at: world.clock.now(),
        status,
        ...(disposition !== undefined && { disposition }),
      });
    });
  }

  function receive(attempt: MessageAttempt, message: RenderedMessage | undefined): void {
    const { requestId, campaignId, destination, source, templateArn, templateParameters } = attempt;
    world.received.add({
      at: world.clock.now(),
      channelSubtype,
      requestId,
      campaignId,
      to: destination,
      from: source,
      content: templateArn,
      body: JSON.stringify(templateParameters),
      ...(message !== undefined && { message }),
    });
  }

  return {
    capacity: () => Math.max(0, window - unanswered),
    submit,
    onReceipt(newListener) {
      listener = newListener;
    },
    reset: () => throttled.clear(),
  };
}

/** At most one attempt per request is ever taken, so the request names it, and the same run names it the same. */
function referenceOf({ requestId }: MessageAttempt): string {
  return `loopback-${requestId}`;
}
