/** The profile directory: the people whom event and segment campaigns reach. */
import type { Profile } from '../domain/profile.ts';

export interface DirectoryStore {
  /** Adds or replaces profiles, in the order given. */
  putProfiles(account: string, profiles: readonly Profile[]): Promise<void>;
  profile(account: string, profileId: string): Promise<Profile | undefined>;
}
