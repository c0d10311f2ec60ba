/**
 * How often each operation may be called under `--limits aws`: token buckets per account and region, shared by all users
 * and instances (admin guide, "Amazon Connect service quotas", API throttling quotas). Relaxed limits have no rates.
 */
export interface RequestRate {
  /** Tokens that come back per second. */
  readonly perSecond: number;
  /** Tokens of a full bucket. */
  readonly burst: number;
}

const LIFECYCLE: RequestRate = { perSecond: 1, burst: 2 };
const STATE: RequestRate = { perSecond: 5, burst: 10 };
const PUT_REQUESTS: RequestRate = { perSecond: 10, burst: 10 };
const DESCRIBE: RequestRate = { perSecond: 25, burst: 35 };
const OTHER: RequestRate = { perSecond: 2, burst: 5 };

const RATES: Readonly<Record<string, RequestRate>> = {
  CreateCampaign: LIFECYCLE,
  DeleteCampaign: LIFECYCLE,
  StartCampaign: LIFECYCLE,
  PauseCampaign: LIFECYCLE,
  ResumeCampaign: LIFECYCLE,
  StopCampaign: LIFECYCLE,
  UpdateCampaignName: LIFECYCLE,
  ListTagsForResource: LIFECYCLE,
  TagResource: LIFECYCLE,
  UntagResource: LIFECYCLE,
  GetCampaignState: STATE,
  GetCampaignStateBatch: STATE,
  ListCampaigns: STATE,
  PutOutboundRequestBatch: PUT_REQUESTS,
  PutProfileOutboundRequestBatch: PUT_REQUESTS,
  DescribeCampaign: DESCRIBE,
};

/** AWS's rate for an operation of the campaigns API. */
export function awsRequestRate(operation: string): RequestRate {
  return RATES[operation] ?? OTHER;
}
