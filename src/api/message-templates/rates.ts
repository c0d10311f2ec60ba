/**
 * How often AWS lets an account call each operation in a Region (service quotas page, "Amazon Q in Connect API throttling
 * quotas"), used under `--limits aws`. Relaxed limits know no rates.
 */
import type { Rate } from '../protocol/rate-limiter.ts';
import type { OperationName } from './shapes/service.ts';

const CHANGE: Rate = { perSecond: 3, burst: 3 };

/** Every operation that is not a change: reading, listing, filling in, deleting, tags. */
const OTHER: Rate = { perSecond: 10, burst: 10 };

const AWS_RATES: Readonly<Partial<Record<OperationName, Rate>>> = {
  CreateMessageTemplate: CHANGE,
  UpdateMessageTemplate: CHANGE,
  UpdateMessageTemplateMetadata: CHANGE,
  CreateMessageTemplateVersion: CHANGE,
  ActivateMessageTemplate: CHANGE,
  DeactivateMessageTemplate: CHANGE,
};

/** The rate of an operation, for createRateLimiter. */
export const awsRateOf = (operation: string): Rate => (AWS_RATES as Readonly<Record<string, Rate>>)[operation] ?? OTHER;
