/** Whether the recipient of a claimed request may be contacted (contract line 4), judged where it is also counted. */
import type { EndReason } from '../../../domain/end-reasons.ts';
import type { Claim, RequestKey } from '../../request-store.ts';
import type { CampaignEntry } from '../memory.ts';
import type { Transaction } from '../transaction.ts';
import { hitCounter } from './hits.ts';
import { suppressionQuestion } from './suppression.ts';

export interface ClaimGuard {
  /** Why the attempt must not be made; undefined when it may, and then it is counted. */
  admit(key: RequestKey, channel: number | null, attempt: number): EndReason | undefined;
}

const ADMITS_ALL: ClaimGuard = { admit: () => undefined };

/** The guard of one claim; it asks nothing where no list and no limit holds. */
export function createClaimGuard(transaction: Transaction, campaign: CampaignEntry, claim: Claim): ClaimGuard {
  const { guard, keys, now } = claim;
  if (guard === undefined) return ADMITS_ALL;
  const isSuppressed = suppressionQuestion(transaction, campaign.connectInstanceId);
  const hits = hitCounter(transaction, campaign, guard.limits, now);
  if (isSuppressed === undefined && hits === undefined) return ADMITS_ALL;
  const recipients = new Map(keys.map((key, index) => [key, guard.recipients[index]]));
  return {
    admit(key, channel, attempt) {
      const recipient = recipients.get(key);
      if (recipient === undefined) return undefined;
      if (isSuppressed?.(recipient, channel)) return 'SUPPRESSED_RECIPIENT';
      if (hits?.hasRoom(recipient) === false) return 'LIMIT_REACHED';
      hits?.count(recipient, attempt);
      return undefined;
    },
  };
}
