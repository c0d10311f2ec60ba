/** What is served where: every path belongs to the first mount whose prefix it has. */
import type { HttpRequest, HttpResponse } from '../api/protocol/http-message.ts';

export interface Mount {
  /** Such as '/admin/v1'; '' takes everything. Compared with whole segments. */
  readonly prefix: string;
  readonly handle: (request: HttpRequest) => Promise<HttpResponse | StreamResponse>;
}

/** An answer that goes on until the reader leaves or `open`'s returned function has been called. */
export interface StreamResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Begins to write; answers what to do when the reader is gone, which is called exactly once. */
  readonly open: (reader: StreamReader) => () => void;
}

export interface StreamReader {
  /** False when the reader was dropped, because it is gone or has more than MAX_UNREAD_BYTES still to read. */
  write(text: string): boolean;
  /** Ends the answer. */
  end(): void;
}

/** The mount of a path, or undefined. */
export function mountOf(mounts: readonly Mount[], rawPath: string): Mount | undefined {
  return mounts.find(
    ({ prefix }) => rawPath.startsWith(prefix) && (prefix === '' || isBoundary(rawPath[prefix.length])),
  );
}

const isBoundary = (character: string | undefined): boolean => character === undefined || character === '/';
