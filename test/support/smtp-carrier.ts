/** An SMTP carrier alone, with the real clock, to try against peers; whatever a template would say comes from the test. */
import type { MessageAttempt, SubmitResult } from '../../src/channels/channel.ts';
import type { RenderedEmail } from '../../src/channels/rendering.ts';
import { createSmtpCarrier, type SmtpCarrier, type SmtpDeps, type SmtpOptions } from '../../src/channels/smtp/open.ts';
import type { CampaignId } from '../../src/domain/campaign.ts';
import type { RequestId } from '../../src/domain/request-id.ts';
import { createRealClock } from '../../src/lib/clock.ts';
import { createMonotonic } from '../../src/lib/monotonic.ts';
import { createSeededRandom } from '../../src/lib/random.ts';
import { silentLog } from '../../src/telemetry/log.ts';

export const SOURCE = 'news@clinic.example';

export const HELLO: RenderedEmail = {
  kind: 'email',
  subject: 'Your appointment',
  text: 'See you on Monday.',
  html: '<p>See you on <b>Monday</b>.</p>',
  headers: [],
};

/** A carrier to `port` of loopback, without TLS and login, that sends HELLO, unless said otherwise. */
export function carrierTo(
  port: number,
  options: Partial<SmtpOptions> = {},
  deps: Partial<SmtpDeps> = {},
  rendered: RenderedEmail = HELLO,
): SmtpCarrier {
  return createSmtpCarrier(
    {
      name: 'main',
      host: '127.0.0.1',
      port,
      security: 'none',
      connections: 2,
      queue: 100,
      connectionsPerDomain: 2,
      messagesPerSecondPerDomain: 1_000,
      ...options,
    },
    {
      clock: createRealClock(),
      monotonic: createMonotonic(),
      random: createSeededRandom(1),
      render: () => Promise.resolve({ kind: 'rendered', message: rendered }),
      links: { unsubscribe: () => undefined, track: (html) => html },
      log: silentLog,
      ...deps,
    },
  );
}

/** The id of the nth request. */
export function requestIdOf(number: number): RequestId {
  return `00000000-0000-8000-8000-${String(number).padStart(12, '0')}` as RequestId;
}

/** An attempt of the nth request. */
export function attemptOf(number: number, destination = `person${number}@inbox.example`): MessageAttempt {
  return {
    requestId: requestIdOf(number),
    campaignId: '77777777-7777-4777-8777-777777777777' as CampaignId,
    channelSubtype: 'EMAIL',
    destination,
    source: SOURCE,
    templateArn: 'arn:aws:wisdom:us-east-1:000000000000:message-template/a/b',
    templateParameters: {},
  };
}

/** Submits the nth request with a minute to go. */
export function submit(carrier: SmtpCarrier, number: number, destination?: string): Promise<SubmitResult> {
  return carrier.submit(attemptOf(number, destination), Date.now() + 60_000, new AbortController().signal);
}
