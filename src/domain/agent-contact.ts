/** What an agent has in hand, and what the agent may do with it; the dispatcher gives it, and the roster keeps it. */
import type { CampaignId } from './campaign.ts';
import type { RequestId } from './request-id.ts';

/** A contact that an agent has; the agent may end it. */
export interface AgentContact {
  readonly requestId: RequestId;
  readonly campaignId: CampaignId;
  hangUp(): void;
}

/** A recipient whom an agent looks at before the call. */
export interface AgentPreview {
  readonly requestId: RequestId;
  readonly campaignId: CampaignId;
  /** Whether the agent may drop the recipient. */
  readonly mayDiscard: boolean;
  /** Begins the countdown to the call. */
  accept(): void;
  /** Calls at once. */
  call(): void;
  discard(): void;
}
