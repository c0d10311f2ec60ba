/** Counting communications: whether a limit leaves room for one more, and taking those back that reached nobody. */
import type { CampaignState } from '../../../domain/campaign-states.ts';
import type { LimitRules } from '../../../domain/limits/limit-rules.ts';
import { limitVerdict } from '../../../domain/limits/limit-verdict.ts';
import type { Instant } from '../../../lib/clock.ts';
import type { RecipientHit, RecipientStore } from '../../recipient-store.ts';
import type { CampaignEntry, Memory } from '../memory.ts';
import { deleteHit, type HitRow, insertHit, selectHits, selectHitsByAttempt } from '../statements/hit-statements.ts';
import { selectScope } from '../statements/suppression-statements.ts';
import type { Transaction } from '../transaction.ts';
import type { Reader } from './reads.ts';
import { scopeNumber } from './suppression.ts';

/** Counts the communications of one claim. */
export interface HitCounter {
  hasRoom(recipient: string): boolean;
  count(recipient: string, attempt: number): void;
}

/** Longest that a limit looks back: 30 days (model shape Frequency). */
const REMEMBERED_MS = 30 * 86_400_000;
/** Hits that one claim looks through for those that no limit looks back to: a millisecond. */
const LOOKED_THROUGH_PER_CLAIM = 500;
/** When a look through all of them has found the rest young enough. */
const LOOK_AGAIN_MS = 3_600_000;

/** Campaigns whose communications the limits of the instance consider (admin guide: those in the active state). */
const ACTIVE: readonly CampaignState[] = ['Running', 'Paused'];

/** undefined where no limit holds and none ever did: then nothing is counted, and a claim costs what it always did. */
export function hitCounter(
  transaction: Transaction,
  campaign: CampaignEntry,
  { rules, countedIn }: LimitRules,
  now: Instant,
): HitCounter | undefined {
  const { connection, memory } = transaction;
  const isCounted = rules.length > 0 || memory.recipients.counting.has(campaign.instanceName);
  if (!isCounted || countedIn.length === 0) return undefined;
  const scope = scopeNumber(connection, campaign.instanceName);
  const horizon = now - Math.max(...rules.map((rule) => rule.windowMs));
  const shared = countedIn.includes('instance') ? 1 : 0;
  forgetOldest(transaction, now);
  transaction.onCommit.push(() => {
    memory.recipients.hasHits = true;
  });
  return {
    hasRoom(recipient) {
      if (rules.length === 0) return true;
      const hits = selectHits(connection, scope, recipient, horizon);
      if (hits.length === 0) return true;
      const instance = hits.filter((hit) => isShared(transaction, hit)).map((hit) => hit.at);
      const own = hits.filter((hit) => hit.campaign === campaign.number).map((hit) => hit.at);
      return limitVerdict({ instance, campaign: own }, rules, now).kind === 'allowed';
    },
    count(recipient, attempt) {
      insertHit(connection, scope, recipient, attempt, { at: now, campaign: campaign.number, shared });
    },
  };
}

function isShared({ memory }: { readonly memory: Memory }, { shared, campaign }: HitRow): boolean {
  const entry = memory.campaignsByNumber.get(campaign);
  return shared === 1 && entry !== undefined && !entry.isDeleted && ACTIVE.includes(entry.state);
}

/** Takes the communication of an attempt out of the count. */
export function giveBackHit({ connection, memory }: Transaction, attempt: number): void {
  // An attempt that is over was claimed in an earlier transaction.
  if (memory.recipients.hasHits) deleteHit(connection, attempt);
}

/** Looks through some of the hits in the order of their attempts and deletes those that no limit looks back to. */
function forgetOldest(transaction: Transaction, now: Instant): void {
  const { connection, memory } = transaction;
  const { forgetting } = memory.recipients;
  if (now < forgetting.nextLookAt) return;
  const looked = selectHitsByAttempt(connection, forgetting.cursor, LOOKED_THROUGH_PER_CLAIM);
  for (const { attempt, at } of looked) if (at <= now - REMEMBERED_MS) deleteHit(connection, attempt);
  const last = looked.at(-1);
  const isEnd = last === undefined || looked.length < LOOKED_THROUGH_PER_CLAIM;
  transaction.onCommit.push(() => {
    memory.recipients.forgetting = isEnd
      ? { cursor: 0, nextLookAt: now + LOOK_AGAIN_MS }
      : { cursor: last.attempt, nextLookAt: forgetting.nextLookAt };
  });
}

export function hits(
  { connection, memory }: Reader,
  { campaignId, recipient, since }: Parameters<RecipientStore['hits']>[0],
): RecipientHit[] {
  const campaign = memory.campaigns.get(campaignId);
  const scope = campaign && selectScope(connection, campaign.instanceName);
  if (scope === undefined) return [];
  return selectHits(connection, scope, recipient, since - 1).flatMap((row) => {
    const by = memory.campaignsByNumber.get(row.campaign);
    return by === undefined ? [] : [{ at: row.at, campaignId: by.id, isShared: isShared({ memory }, row) }];
  });
}
