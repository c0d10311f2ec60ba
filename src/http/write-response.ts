/** Puts an answer on the wire; node adds the Date and what concerns the connection. */
import type { ServerResponse } from 'node:http';
import type { HttpResponse } from '../api/protocol/http-message.ts';
import type { StreamReader, StreamResponse } from '../api/protocol/stream-response.ts';

/** Writes a whole answer and ends it. */
export function writeResponse(target: ServerResponse, { status, headers, body }: HttpResponse): void {
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  // 204 and 304 have no content (RFC 9110 section 8.6).
  target.writeHead(status, status === 204 || status === 304 ? headers : { ...headers, 'content-length': length });
  target.end(length === 0 ? undefined : body);
}

/** What a reader may leave unread before it is dropped: some thousand events, not the memory of the service. */
export const MAX_UNREAD_BYTES = 1024 * 1024;

/** Begins an answer without end; a reader that does not keep up is dropped and may come back to where it was. */
export function writeStream(target: ServerResponse, stream: StreamResponse, onDropped: () => void): void {
  target.writeHead(stream.status, stream.headers);
  target.flushHeaders();
  let release = (): void => undefined;
  let closed = false;
  const close = (): void => {
    if (closed) return;
    closed = true;
    release();
  };
  const reader: StreamReader = {
    write(text) {
      if (closed || target.writableEnded) return false;
      if (target.writableLength > MAX_UNREAD_BYTES) {
        onDropped();
        target.destroy();
        close();
        return false;
      }
      target.write(text);
      return true;
    },
    drained() {
      if (closed || !target.writableNeedDrain) return Promise.resolve(!closed);
      return new Promise((resolve) => {
        const settle = (): void => {
          target.off('drain', settle).off('close', settle);
          resolve(!closed);
        };
        target.on('drain', settle).on('close', settle);
      });
    },
    end() {
      target.end();
      close();
    },
  };
  target.on('close', close);
  release = stream.open(reader);
  if (closed) release();
}
