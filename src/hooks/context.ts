/** What the hooks work with. */
import type { ReceiptListener } from '../channels/channel.ts';
import type { MailLink, MailLinkSeal } from '../domain/mail-link.ts';
import type { Clock } from '../lib/clock.ts';
import type { CampaignStore } from '../store/campaign-store.ts';
import type { RecipientStore } from '../store/recipient-store.ts';
import type { Log } from '../telemetry/log.ts';

export interface HookDeps {
  readonly links: MailLinkSeal;
  readonly campaigns: Pick<CampaignStore, 'get'>;
  readonly recipients: Pick<RecipientStore, 'suppress'>;
  /** Takes what recipients did as receipts of their attempts, and keeps them within bounds. */
  readonly onReceipt: ReceiptListener;
  /** Business time. */
  readonly clock: Clock;
  readonly log: Log;
}

/** What the hooks of one kind of link are given. */
export interface HookContext extends HookDeps {
  /** False when this request's links were followed too often lately; what it takes to know that is counted. */
  readonly mayAct: (link: MailLink) => boolean;
}
