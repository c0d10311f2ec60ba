/** What happens to a call, as receipts of its attempt, in the words of AWS's contact events. */
import type { ChannelReceipt } from '../channels/channel.ts';
import type { CallEvent } from '../channels/voice.ts';
import type { ContactProgress } from '../domain/contact-progress.ts';
import type { Instant } from '../lib/clock.ts';

/** The receipt that an event leaves, or undefined for ringing, which is in no contact event. */
export function callReceipt(event: CallEvent): ChannelReceipt | undefined {
  const { reference, at } = event;
  const base = { channelSubtype: 'TELEPHONY', reference, at } as const;
  switch (event.kind) {
    case 'ringing':
      return undefined;
    case 'answered':
      return { ...base, status: 'CONNECTED_TO_SYSTEM' };
    case 'classified':
      return { ...base, status: event.status, ...(event.greeting !== undefined && { contact: heard(event.greeting) }) };
    case 'ended': {
      const detail = causeOf(event);
      return { ...base, status: 'DISCONNECTED', disposition: event.disposition, ...(detail !== '' && { detail }) };
    }
  }
}

function heard({ startAt, endAt }: { readonly startAt: Instant; readonly endAt: Instant }): ContactProgress {
  return { greetingStartAt: startAt, greetingEndAt: endAt };
}

function causeOf({ sip, q850 }: Extract<CallEvent, { kind: 'ended' }>): string {
  const words = [sip !== undefined && `SIP ${sip}`, q850 !== undefined && `Q.850 ${q850}`];
  return words.filter((word) => word !== false).join(', ');
}
