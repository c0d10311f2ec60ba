/** SQL on profile. */
import type { Profile } from '../../../domain/profile.ts';
import type { Connection } from '../connection.ts';

const UPSERT_PROFILE = `
  INSERT INTO profile (account, profile_id, body) VALUES (?, ?, ?)
  ON CONFLICT (account, profile_id) DO UPDATE SET body = excluded.body`;

export function upsertProfile(connection: Connection, account: string, profile: Profile): void {
  connection.run(UPSERT_PROFILE, account, profile.profileId, JSON.stringify(profile));
}

const SELECT_PROFILE = 'SELECT body FROM profile WHERE account = ? AND profile_id = ?';

export function selectProfile(connection: Connection, account: string, profileId: string): Profile | undefined {
  const row = connection.get<{ body: string }>(SELECT_PROFILE, account, profileId);
  // Written by upsertProfile.
  return row === undefined ? undefined : (JSON.parse(row.body) as Profile);
}
