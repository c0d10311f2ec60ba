/**
 * A file of one JSON object a line (NDJSON). It is opened for every batch, so that it may be rotated by renaming, and
 * synced before the cursor moves on.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { type DeliveryResult, isoTime, type OutwardEvent, type Sink } from '../sink.ts';

export interface FileSinkOptions extends Pick<Sink, 'families'> {
  readonly path: string;
}

/** One sync for so many lines. */
const BATCH_MAX = 1_000;
/** Owner only: what is in it tells of people. */
const MODE = 0o600;
const NEWLINE = 0x0a;

/** The sink of a file. */
export function openFileSink({ path, families }: FileSinkOptions): Sink {
  return {
    name: 'file',
    kind: 'file',
    families,
    batchMax: BATCH_MAX,
    async deliver(events): Promise<DeliveryResult> {
      try {
        await append(path, events.map(line).join(''));
        return { kind: 'delivered' };
      } catch (error) {
        return { kind: 'failed', reason: error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN' };
      }
    },
    close: () => undefined,
  };
}

function line({ id, family, type, at, requestId, campaignId, body }: OutwardEvent): string {
  return `${JSON.stringify({ id, family, type, at: isoTime(at), requestId, campaignId, event: body })}\n`;
}

async function append(path: string, text: string): Promise<void> {
  const file = await open(path, 'a+', MODE);
  try {
    // A line that a crash cut off is ended, so that it spoils no other; its events come again.
    await file.appendFile((await endsInLine(file)) ? text : `\n${text}`);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function endsInLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === NEWLINE;
}
