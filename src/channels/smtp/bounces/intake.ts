/** Bounces and complaints as they come in: over a listener, out of a Maildir, or both. */
import type { Service } from '../../../lib/service.ts';
import { createBounceListener, type ListenerDeps, type ListenerOptions } from './listener.ts';
import { createMaildirFollower } from './maildir.ts';
import { createTakeReport, type TakeReportDeps } from './take-report.ts';

export interface BounceIntakeDeps extends TakeReportDeps, Omit<ListenerDeps, 'take'> {}

export interface BounceIntakeOptions {
  readonly listen?: ListenerOptions;
  /** A folder with new/ and cur/. */
  readonly maildir?: string;
}

export interface BounceIntake extends Service {
  /** Where it listens, once it is started. */
  port(): number | undefined;
}

/** An intake whose receipts go to `onReceipt`; whoever brought the mail is told that it was taken once they are durable. */
export function createBounceIntake(deps: BounceIntakeDeps, { listen, maildir }: BounceIntakeOptions): BounceIntake {
  const { wall, log } = deps;
  const take = createTakeReport(deps);
  const listener = listen === undefined ? undefined : createBounceListener({ take, wall, log }, listen);
  const follower = maildir === undefined ? undefined : createMaildirFollower({ take, wall, log }, maildir);
  const services = [listener, follower].filter((service) => service !== undefined);
  return {
    name: 'bounce intake',
    async start() {
      for (const service of services) await service.start();
    },
    async stop() {
      await Promise.all(services.map((service) => service.stop()));
    },
    port: () => listener?.port(),
  };
}
