/** From a mail that came in to a receipt that is kept. */
import type { Clock } from '../../../lib/clock.ts';
import { type ReceiptListener, UnknownReferenceError } from '../../channel.ts';
import type { Signatures } from './find-request.ts';
import { type Reading, readReport } from './read-report.ts';
import type { ReportNews } from './report-news.ts';

/** What became of a mail that came in. */
export type Taken =
  | ReportNews['status']
  | Exclude<Reading['kind'], 'news'>
  /** Signed by us, but its request was purged, or was never sent as far as the store knows. */
  | 'unknownRequest'
  /** Not kept: it must come again. */
  | 'failed';

export interface TakeReportDeps extends Signatures {
  readonly onReceipt: ReceiptListener;
  /** Business time. */
  readonly clock: Pick<Clock, 'now'>;
  readonly report: (taken: Taken) => void;
}

/**
 * Takes a mail that was sent to `recipients`: once it resolves the mail may be forgotten. It rejects when a receipt could not
 * be kept. What tells nothing is forgotten too: to refuse it would make its MTA send a bounce, to somebody who may have
 * written nothing.
 */
export type TakeReport = (bytes: Uint8Array, recipients: readonly string[]) => Promise<void>;

/** Takes reports and hands their news to the listener. */
export function createTakeReport({ onReceipt, clock, report, ...signatures }: TakeReportDeps): TakeReport {
  return async (bytes, recipients) => {
    const reading = readReport(bytes, recipients, signatures);
    if (reading.kind !== 'news') {
      report(reading.kind);
      return;
    }
    const { requestId, news } = reading;
    try {
      await onReceipt({ channelSubtype: 'EMAIL', reference: requestId, at: clock.now(), ...news });
      report(news.status);
    } catch (error) {
      report(error instanceof UnknownReferenceError ? 'unknownRequest' : 'failed');
      if (!(error instanceof UnknownReferenceError)) throw error;
    }
  };
}
