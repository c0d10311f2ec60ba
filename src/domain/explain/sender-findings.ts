/** Whether anybody sends messages from the source of a request, and would now. */
import type { RequestFacts } from './facts.ts';
import { type Finding, formatInstant } from './finding.ts';

/** Nothing while the carrier of its source takes requests, and where the source does not decide about the carrier. */
export function senderFindings({ sender, now }: RequestFacts): Finding[] {
  if (sender === undefined) return [];
  const { carrier, restsUntil, isOwn } = sender;
  const source = isOwn ? 'the source that the request itself names' : "the campaign's source";
  if (carrier === undefined) {
    const sentence = `No carrier is configured for ${source}; the request waits until one is.`;
    return [{ code: 'NO_CARRIER', kind: 'standing', sentence }];
  }
  if (restsUntil === undefined || restsUntil <= now) return [];
  return [
    {
      code: 'CARRIER_RESTS',
      kind: 'standing',
      until: restsUntil,
      sentence: `The carrier ${carrier} of ${source} has failed several times in a row; it is left alone until ${formatInstant(restsUntil)}.`,
    },
  ];
}
