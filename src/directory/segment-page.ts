/** The people of a segment, page by page in the order of their ids. */
import type { Profile } from '../domain/profile.ts';
import { fulfils } from '../domain/segments/segment.ts';
import { type DirectoryStore, PROFILES_PER_PAGE, type Snapshot } from '../store/directory-store.ts';

export interface SegmentPage {
  readonly members: readonly Profile[];
  /** Everybody up to this id has been looked at. */
  readonly after: string;
  readonly isLast: boolean;
}

/** The next people of a snapshot. A member of a list who is not in the directory is passed over. */
export async function nextPage(
  directory: Pick<DirectoryStore, 'profiles'>,
  account: string,
  { definition, after }: Snapshot,
): Promise<SegmentPage> {
  if (definition.kind === 'list') {
    const among = definition.profileIds
      .filter((profileId) => profileId > after)
      .toSorted()
      .slice(0, PROFILES_PER_PAGE);
    const isLast = among.length < PROFILES_PER_PAGE;
    return { members: await directory.profiles({ account, among }), after: among.at(-1) ?? after, isLast };
  }
  const profiles = await directory.profiles({ account, after, limit: PROFILES_PER_PAGE });
  return {
    members: profiles.filter((profile) => fulfils(profile, definition.conditions)),
    after: profiles.at(-1)?.profileId ?? after,
    isLast: profiles.length < PROFILES_PER_PAGE,
  };
}
