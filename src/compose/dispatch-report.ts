/** What the dispatcher tells, as log lines and counts. */
import type { DispatchReport, Report } from '../dispatch/report.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** A report that logs and counts. */
export function createReport(log: Log, metrics: Metrics): Report {
  return (report) => {
    metrics.add('campanile_dispatch_reports_total', { kind: report.kind });
    logReport(log, report);
  };
}

function logReport(log: Log, report: DispatchReport): void {
  switch (report.kind) {
    case 'channelThrew':
      log.error('a channel threw', { channelSubtype: report.channelSubtype, error: report.error });
      break;
    case 'clockJumped':
      log.warn('the wall clock jumped', { durationMs: report.byMs });
      break;
    case 'leaseLost':
      log.warn('the dispatch lease was lost');
      break;
    case 'leaseHeld':
      log.info('another node dispatches');
      break;
    case 'receiptWithoutAttempt':
      log.warn('a receipt belongs to no attempt', { channelSubtype: report.channelSubtype });
      break;
    case 'channelHeld':
      log.warn('a carrier takes nothing for now', {
        channelSubtype: report.channelSubtype,
        durationMs: report.forMs,
      });
      break;
    case 'orphansClosed':
      log.warn('attempts were cut off by the last stop; nobody knows whether they went out', {
        count: report.count,
      });
      break;
    case 'failed':
      log.error('the dispatcher failed and tries again', { operation: report.doing, error: report.error });
      break;
  }
}
