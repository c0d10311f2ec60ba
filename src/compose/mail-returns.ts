/** What comes back about mails: bounces and complaints from the MTA, and what recipients do with the links. */
import type { ReceiptListener } from '../channels/channel.ts';
import type { BounceIntake } from '../channels/smtp/bounces/intake.ts';
import type { Config } from '../config/settings.ts';
import { createHooks, type Hooks } from '../hooks/hooks.ts';
import { createLateReceipts } from '../hooks/late-receipts.ts';
import type { Clock } from '../lib/clock.ts';
import { parsePrivateListenAddress } from '../lib/listen-address.ts';
import type { Service } from '../lib/service.ts';
import type { Store } from '../store/store.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Ambient } from './ambient.ts';
import type { Carriers } from './carriers.ts';
import type { Mail } from './mail.ts';

export interface MailReturns extends Service {
  readonly hooks: Hooks;
}

export interface MailReturnsDeps {
  readonly store: Pick<Store, 'campaigns' | 'recipients' | 'requests'>;
  readonly mail: Mail;
  readonly carriers: Pick<Carriers, 'isReal' | 'mailInbox'>;
  /** Business time. */
  readonly clock: Clock;
  readonly ambient: Ambient;
  readonly metrics: Metrics;
}

/** The ways back of a configuration; hooks answer at once, bounces are taken from the start on. */
export async function openMailReturns(config: Config, deps: MailReturnsDeps): Promise<MailReturns> {
  const { store, mail, carriers, clock, ambient } = deps;
  let isClosed = false;
  const { campaigns, recipients, requests } = store;
  const onReceipt = createLateReceipts({
    ...{ campaigns, recipients, requests },
    listener(receipt) {
      // Nobody would answer it any more: whoever brings it comes again.
      if (isClosed) return Promise.reject(new Error('the service is stopping'));
      return carriers.mailInbox.put(receipt);
    },
  });
  const { log, monotonic } = ambient;
  const hooks = createHooks({ links: mail.seal, campaigns, recipients, onReceipt, clock, log, nowMs: monotonic.nowMs });
  const intake = carriers.isReal ? await openIntake(config, onReceipt, deps) : undefined;
  if (carriers.isReal) tellOfUnsubscribe(config, deps);
  return {
    name: 'mail returns',
    hooks,
    async start() {
      await intake?.start().catch((cause: Error) => {
        throw new MailReturnsRefused(`bounces cannot be taken: ${cause.message}`, { cause });
      });
    },
    async stop() {
      isClosed = true;
      await intake?.stop();
    },
  };
}

/** Bounces cannot be taken as configured; the message says what is wrong. */
export class MailReturnsRefused extends Error {
  override name = 'MailReturnsRefused';
}

/** The code of the listener is loaded where there is one. */
async function openIntake(
  config: Config,
  onReceipt: ReceiptListener,
  { mail, clock, ambient, metrics }: MailReturnsDeps,
): Promise<BounceIntake | undefined> {
  const address = parsePrivateListenAddress(config['email.bounces.listen']);
  const maildir = config['email.bounces.maildir'];
  if (address === undefined && maildir === '') return undefined;
  const { createBounceIntake } = await import('../channels/smtp/bounces/intake.ts');
  const { log, wall } = ambient;
  return createBounceIntake(
    {
      verp: mail.verp,
      links: mail.seal,
      onReceipt,
      report: (taken) => metrics.add('campanile_bounce_reports_total', { result: taken }),
      clock,
      wall,
      log,
    },
    {
      ...(address !== undefined && { listen: { ...address, protocol: config['email.bounces.protocol'] } }),
      ...(maildir !== '' && { maildir }),
    },
  );
}

/** Who sends to many must know that they cannot leave. */
function tellOfUnsubscribe(config: Config, { ambient: { log } }: MailReturnsDeps): void {
  const url = config['hooks.url'];
  if (!config['email.unsubscribe']) log.warn('mails carry no way to unsubscribe: it is switched off');
  else if (url === '') log.warn('mails carry no way to unsubscribe: hooks.url is not set');
  else if (!url.startsWith('https:')) log.warn('one-click unsubscribe needs a hooks.url that begins with https:');
}
