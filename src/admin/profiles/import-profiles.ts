/** POST /admin/v1/profiles: adds people to the directory that event campaigns reach. */
import type { HttpRequest, HttpResponse } from '../../api/protocol/http-message.ts';
import type { AdminDeps } from '../admin-deps.ts';
import { jsonResponse } from '../json-response.ts';
import { createLineReader } from './read-lines.ts';

/** Per commit: a thousand rows keep the writer for some 10 ms. */
const PROFILES_PER_COMMIT = 1_000;

/** Failures told one by one; the rest is only counted. */
const MAX_FAILURES_TOLD = 1_000;

/** Stores every line that is a profile, and tells of every other one; sending a file again changes nothing. */
export function createImportProfiles({
  store,
}: Pick<AdminDeps, 'store'>): (account: string, request: HttpRequest) => Promise<HttpResponse> {
  const readLines = createLineReader();
  return async (account, { body }) => {
    const { profiles, failures } = readLines(body);
    for (let start = 0; start < profiles.length; start += PROFILES_PER_COMMIT) {
      await store.directory.putProfiles(account, profiles.slice(start, start + PROFILES_PER_COMMIT));
    }
    return jsonResponse(200, {
      stored: profiles.length,
      failed: failures.length,
      failures: failures.slice(0, MAX_FAILURES_TOLD),
    });
  };
}
