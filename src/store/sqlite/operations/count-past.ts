/**
 * Communications are counted for an instance from the moment on when it first gets limits, and those before are counted
 * then, from their attempts: so claims cost nothing while no instance has limits, and the limits look back all the same.
 */

import type { EndReason } from '../../../domain/end-reasons.ts';
import { isGivenBack } from '../../../domain/limits/given-back.ts';
import { destinationOf, parseContent } from '../../../domain/request-content.ts';
import { isTerminal } from '../../../domain/request-states.ts';
import { PHASE, stateName } from '../codes.ts';
import type { Memory } from '../memory.ts';
import { COUNTED_PREFIX } from '../recipient-memory.ts';
import { insertHit } from '../statements/hit-statements.ts';
import { selectMark, upsertMark } from '../statements/mark-statements.ts';
import { type PastAttemptRow, selectPastAttempts } from '../statements/past-attempt-statements.ts';
import { readDisposition } from '../stored-records.ts';
import type { Transaction } from '../transaction.ts';
import type { Step } from './maintenance.ts';
import { scopeNumber } from './suppression.ts';

/** Value of the mark of an instance, which else is the last attempt that was looked at. */
const ALL_COUNTED = -1;

/** Counts some of the past of an instance (CampaignEntry.instanceName); what is counted already is passed over. */
export function countPast(
  transaction: Transaction,
  { instanceName }: { readonly instanceName: string },
  limit: number,
): Step {
  const { connection, memory, onCommit } = transaction;
  const mark = COUNTED_PREFIX + instanceName;
  const cursor = selectMark(connection, mark) ?? 0;
  if (cursor === ALL_COUNTED) return { count: 0, more: false };
  const scope = scopeNumber(connection, instanceName);
  const attempts = selectPastAttempts(connection, cursor, limit);
  let count = 0;
  for (const attempt of attempts) {
    const recipient = countedRecipient(memory, instanceName, attempt);
    if (recipient === undefined) continue;
    count += insertHit(connection, scope, recipient, attempt.key, {
      at: attempt.started,
      campaign: attempt.campaign,
      shared: 1,
    });
  }
  const last = attempts.at(-1);
  const more = last !== undefined && attempts.length === limit;
  upsertMark(connection, mark, more ? last.key : ALL_COUNTED);
  // From the first step on claims count for themselves: no attempt falls between the two.
  onCommit.push(() => {
    memory.recipients.counting.add(instanceName);
    memory.recipients.hasHits = true;
  });
  return { count, more };
}

/** Whom an attempt has contacted in a way that counts towards the limits of the instance. */
function countedRecipient(memory: Memory, instanceName: string, attempt: PastAttemptRow): string | undefined {
  const campaign = memory.campaignsByNumber.get(attempt.campaign);
  if (campaign?.instanceName !== instanceName || !campaign.sharesLimits) return undefined;
  if (attempt.phase === PHASE.withdrawn || wasGivenBack(attempt)) return undefined;
  return destinationOf(parseContent(attempt.payload));
}

function wasGivenBack({ phase, state, reason, disposition }: PastAttemptRow): boolean {
  const name = stateName(state);
  if (phase !== PHASE.ended || reason === null || !isTerminal(name)) return false;
  // Written from an EndReason.
  return isGivenBack(readDisposition(name, reason as EndReason, disposition));
}
