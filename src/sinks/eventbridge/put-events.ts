/** The request and the answer of PutEvents (EventBridge API reference). */
import { type DeliveryResult, isoTime, type OutwardEvent } from '../sink.ts';

type Entry = Readonly<Record<string, unknown>>;

/** Contact events are named as Amazon Connect's (admin guide, contact events); the other families have names of ours. */
const DETAIL_TYPES: Readonly<Record<OutwardEvent['family'], string>> = {
  contact: 'Amazon Connect Contact Event',
  campaign: 'Campanile Campaign Object',
  request: 'Campanile Request Event',
};
const OUR_SOURCE = 'campanile';

/** One entry for a bus; `source` is that of contact events. */
export function entryOf(
  event: OutwardEvent,
  { busName, source }: { readonly busName: string; readonly source: string },
): Entry {
  const { family, type, at, requestId, owner, connectInstanceId, id, body } = event;
  const instanceArn = `arn:aws:connect:${owner.region}:${owner.account}:instance/${connectInstanceId}`;
  return {
    Source: family === 'contact' ? source : OUR_SOURCE,
    DetailType: DETAIL_TYPES[family],
    // Seconds, as AWS JSON writes times; the detail has milliseconds.
    Time: Math.floor(at / 1_000),
    Resources: [instanceArn, `${instanceArn}/contact/${requestId}`],
    EventBusName: busName,
    Detail: JSON.stringify(family === 'contact' ? body : { id, type, at: isoTime(at), event: body }),
  };
}

/** A 200 may say that some entries were not taken; which, does not matter: the batch comes again. */
export function readAnswer(body: string): DeliveryResult {
  // EventBridge's answer, or whatever speaks for it; read with care.
  const answer = parsed(body) as { FailedEntryCount?: unknown; Entries?: { ErrorCode?: unknown }[] } | undefined;
  if (answer === undefined) return { kind: 'failed', reason: 'UNREADABLE_ANSWER' };
  if (answer.FailedEntryCount === undefined || answer.FailedEntryCount === 0) return { kind: 'delivered' };
  const code = answer.Entries?.find(({ ErrorCode }) => typeof ErrorCode === 'string')?.ErrorCode;
  return { kind: 'failed', reason: typeof code === 'string' ? code : 'ENTRIES_FAILED' };
}

function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
