/** Writing the profile directory. */
import type { Profile } from '../../../domain/profile.ts';
import { upsertProfile } from '../statements/profile-statements.ts';
import type { Transaction } from '../transaction.ts';

export function putProfiles(
  transaction: Transaction,
  { account, profiles }: { account: string; profiles: readonly Profile[] },
): void {
  for (const profile of profiles) upsertProfile(transaction.connection, account, profile);
}
