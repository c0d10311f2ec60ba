/** What became of each group of readers, by the service's word and by the Maildir's. */
import { type Admin, readRequests } from '../outcomes.ts';
import { table } from '../screen.ts';
import type { MailedRequests } from './mailbox.ts';
import type { MailCampaign } from './newsletter.ts';
import { GROUP_NAMES, GROUPS, type Group, groupOf } from './readers.ts';

export interface GroupOutcome {
  readonly group: Group;
  succeeded: number;
  failed: number;
  suppressed: number;
  /** Everything else, which there should be none of. */
  other: number;
  inMaildir: number;
  readonly reasons: Set<string>;
}

/** Counts every request of a campaign under its group. */
export async function outcomesByGroup(
  admin: Admin,
  { id, tokens }: MailCampaign,
  { byRequest }: MailedRequests,
): Promise<Map<Group, GroupOutcome>> {
  const outcomes = new Map(
    GROUP_NAMES.map((group) => [
      group,
      { group, succeeded: 0, failed: 0, suppressed: 0, other: 0, inMaildir: 0, reasons: new Set<string>() },
    ]),
  );
  for await (const { id: requestId, state, reason } of readRequests(admin, id)) {
    const group = groupOf(tokens.get(requestId) ?? '');
    const outcome = group && outcomes.get(group);
    if (outcome === undefined) throw new Error(`nobody put the request ${requestId}`);
    if (state === 'Succeeded') outcome.succeeded += 1;
    else if (state === 'Failed') outcome.failed += 1;
    else if (state === 'Suppressed') outcome.suppressed += 1;
    else outcome.other += 1;
    outcome.inMaildir += byRequest.get(requestId) ?? 0;
    if (reason !== undefined) outcome.reasons.add(reason);
  }
  return outcomes;
}

/** The table of them. */
export function shownOutcomes(outcomes: ReadonlyMap<Group, GroupOutcome>): string {
  const head = ['readers', 'mails', 'succeeded', 'failed', 'suppressed', 'other', 'in the Maildir', 'reason'];
  const rows = [...outcomes.values()].map(({ group, succeeded, failed, suppressed, other, inMaildir, reasons }) => [
    GROUPS[group].meaning,
    ...[GROUPS[group].count, succeeded, failed, suppressed, other, inMaildir].map(String),
    [...reasons].join(', '),
  ]);
  return table(head, rows);
}
