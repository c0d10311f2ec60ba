/** DirectoryStore over a port to the engine. */
import type { DirectoryStore } from '../directory-store.ts';
import type { CallSize, Port } from './port.ts';

/** An operator's doing, and one note for every page of a snapshot. */
const MUST_GO_THROUGH: CallSize = { rows: 1, bytes: 0 };

export function createDirectoryStore(port: Port): DirectoryStore {
  return {
    putProfiles: (account, profiles) =>
      port.write('putProfiles', { account, profiles }, { rows: profiles.length, bytes: 0 }),
    profile: (account, profileId) => port.read('profile', { account, profileId }),
    profiles: (query) => port.read('profiles', query),
    putSegment: (segment) => port.write('putSegment', segment, MUST_GO_THROUGH),
    segment: (account, name) => port.read('segment', { account, name }),
    segments: (query) => port.read('segments', query),
    deleteSegment: (account, name) => port.write('deleteSegment', { account, name }, MUST_GO_THROUGH),
    snapshot: (campaignId) => port.read('snapshot', campaignId),
    noteSnapshot: (snapshot) => port.write('noteSnapshot', snapshot, MUST_GO_THROUGH),
  };
}
