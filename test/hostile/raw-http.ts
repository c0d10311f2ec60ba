/** Bytes over a bare socket, as no HTTP client would send them. */
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  /** The status of every answer that came. */
  readonly statuses: readonly number[];
  /** All that came, one character per byte. */
  readonly text: string;
}

export interface RawOptions {
  /** When it is over: the server closes (else the first answer is enough, and we close). */
  readonly until?: 'closed' | 'answered';
  /** Called when connected, instead of writing everything at once; answers what stops it. */
  readonly drip?: (socket: Socket) => () => void;
}

/** Beyond every time-out of the server. */
const OVER_WITHIN_MS = 60_000;

/** Sends bytes and answers what came back; rejects when the server neither answers nor closes. */
export function sendRaw(url: string, bytes: string | Buffer, options: RawOptions = {}): Promise<RawAnswer> {
  const { until = 'closed', drip } = options;
  return new Promise((resolve, reject) => {
    let text = '';
    let stopDripping = (): void => undefined;
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      if (bytes.length > 0) socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
      if (drip !== undefined) stopDripping = drip(socket);
    });
    const late = setTimeout(() => {
      socket.destroy();
      reject(new Error(`neither answered nor closed; so far: ${text}`));
    }, OVER_WITHIN_MS);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (until === 'answered' && text.includes('\r\n\r\n')) socket.destroy();
    });
    // A reset is a way to close, too.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(late);
      stopDripping();
      resolve({ statuses: [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status)), text });
    });
  });
}

/** A request head (and body) from its lines. */
export const head = (...lines: string[]): string => [...lines, '', ''].join('\r\n');

/** Refused as HTTP should be: one answer, of the class of client errors; or the connection was closed without a word. */
export function isRefusal({ statuses }: RawAnswer): boolean {
  return statuses.length === 0 || (statuses.length === 1 && statuses.every((status) => status >= 400 && status < 500));
}
