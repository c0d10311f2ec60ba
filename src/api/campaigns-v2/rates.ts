/**
 * How often AWS lets an account call each operation in a Region (service quotas page, "Amazon Connect Outbound Campaigns
 * API throttling quotas"), used under `--limits aws`. Relaxed limits know no rates.
 */
import type { Rate } from '../protocol/rate-limiter.ts';
import type { OperationName } from './shapes/service.ts';

const SLOW: Rate = { perSecond: 1, burst: 2 };
const STATE: Rate = { perSecond: 5, burst: 10 };
const PUT: Rate = { perSecond: 10, burst: 10 };

/** Every operation without a row of its own. */
const OTHER: Rate = { perSecond: 2, burst: 5 };

const AWS_RATES: Readonly<Partial<Record<OperationName, Rate>>> = {
  CreateCampaign: SLOW,
  DeleteCampaign: SLOW,
  PauseCampaign: SLOW,
  ResumeCampaign: SLOW,
  StartCampaign: SLOW,
  StopCampaign: SLOW,
  UpdateCampaignName: SLOW,
  ListTagsForResource: SLOW,
  TagResource: SLOW,
  UntagResource: SLOW,
  GetCampaignState: STATE,
  GetCampaignStateBatch: STATE,
  ListCampaigns: STATE,
  PutOutboundRequestBatch: PUT,
  PutProfileOutboundRequestBatch: PUT,
  DescribeCampaign: { perSecond: 25, burst: 35 },
};

/** The rate of an operation, for createRateLimiter. */
export const awsRateOf = (operation: string): Rate => (AWS_RATES as Readonly<Record<string, Rate>>)[operation] ?? OTHER;
