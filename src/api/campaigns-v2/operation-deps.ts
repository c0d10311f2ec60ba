/** What the operations need of the rest of the house, and no more of it than they use. */
import type { Campaign, CampaignId } from '../../domain/campaign.ts';
import type { RejectionLog } from '../../domain/rejection-log.ts';
import type { RequestIdentifier } from '../../domain/request-id.ts';
import type { ServiceLimits } from '../../domain/service-limits.ts';
import type { Clock } from '../../lib/clock.ts';
import type { IdSource } from '../../lib/ids.ts';
import type { Store } from '../../store/store.ts';
import type { Pagination } from '../protocol/pagination.ts';

export interface OperationDeps {
  readonly store: Pick<Store, 'campaigns' | 'instances'> & {
    readonly requests: Pick<Store['requests'], 'accept'>;
    readonly directory: Pick<Store['directory'], 'profile'>;
  };
  /** Business time. */
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: IdSource;
  readonly identify: RequestIdentifier;
  /** Tokens of the two listings. */
  readonly pagination: Pagination;
  readonly limits: ServiceLimits;
  /** True: an instance is onboarded by the first CreateCampaign that names it. */
  readonly autoOnboard: boolean;
  /** Told after every change of a campaign that is stored. */
  readonly campaignChanged: (campaign: Campaign) => void;
  /** Told after every batch that left new requests in a campaign. */
  readonly requestsAccepted: (campaignId: CampaignId) => void;
  readonly rejections: Pick<RejectionLog, 'add'>;
}
