/**
 * Why an attempt was not sent, and what follows from it. A channel may add particulars after the word, as in
 * `RECIPIENT_DEFERRED 4.7.1`; any word that is not here speaks of the carrier.
 */

/** Pause, Stop or the red button came before the first byte was handed over. */
export const ABORTED = 'ABORTED';
/** The last instant at which it might be handed over had passed. */
export const TOO_LATE = 'TOO_LATE';
/** The agent who was to look at the recipient has left. */
export const AGENT_GONE = 'AGENT_GONE';
/** No carrier sends from this source. */
export const NO_CARRIER = 'NO_CARRIER';
/** The carrier is left alone after failures in a row, and was not asked. */
export const CARRIER_RESTS = 'CARRIER_RESTS';
/** The carrier takes this recipient, or those of one domain, later: a 4xx reply to RCPT TO, a domain at its limit. */
export const RECIPIENT_DEFERRED = 'RECIPIENT_DEFERRED';
/** The carrier takes nobody at this pace: HTTP 429, SMPP ESME_RTHROTTLED. */
export const THROTTLED = 'THROTTLED';
/** As many attempts are under way as the channel takes. */
export const QUEUE_FULL = 'QUEUE_FULL';

/**
 * us: no carrier was asked, so it does not count towards the withdrawals of a request. recipient: it counts, but says
 * nothing about others. carrier: it counts, and several in a row mean that the carrier takes nobody.
 */
export type NotSentBecauseOf = 'us' | 'recipient' | 'carrier';

const KNOWN: ReadonlyMap<string, NotSentBecauseOf> = new Map([
  [ABORTED, 'us'],
  [TOO_LATE, 'us'],
  [AGENT_GONE, 'us'],
  [NO_CARRIER, 'us'],
  [CARRIER_RESTS, 'us'],
  [RECIPIENT_DEFERRED, 'recipient'],
]);

/** Of whom the reason of a `notSent` speaks. */
export function notSentBecauseOf(reason: string): NotSentBecauseOf {
  const [word = ''] = reason.split(' ', 1);
  return KNOWN.get(word) ?? 'carrier';
}
