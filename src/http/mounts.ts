/** What is served where: every path belongs to the first mount whose prefix it has. */
import type { HttpRequest, HttpResponse } from '../api/protocol/http-message.ts';
import type { StreamResponse } from '../api/protocol/stream-response.ts';

export interface Mount {
  /** Such as '/admin/v1'; '' takes everything. Compared with whole segments. */
  readonly prefix: string;
  /** In metrics: campaigns or admin when absent. */
  readonly api?: string;
  readonly handle: (request: HttpRequest) => Promise<HttpResponse | StreamResponse>;
}

/** The mount of a path, or undefined. */
export function mountOf(mounts: readonly Mount[], rawPath: string): Mount | undefined {
  return mounts.find(
    ({ prefix }) => rawPath.startsWith(prefix) && (prefix === '' || isBoundary(rawPath[prefix.length])),
  );
}

const isBoundary = (character: string | undefined): boolean => character === undefined || character === '/';
