/** Who looked at recipients unmasked is on record. */
import type { OperationContext } from '../api/protocol/operation.ts';
import type { Log } from '../telemetry/log.ts';

/** Writes down that `count` recipients were shown. */
export function logReveal(log: Log, { principalArn, requestId }: OperationContext, count: number): void {
  log.info('recipients were revealed', { principal: principalArn, awsRequestId: requestId, count });
}
