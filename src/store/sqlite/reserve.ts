/**
 * Room that is kept back for the day when the disk is full: it is given free so that attempts under way can still end,
 * while no new request is accepted until there is room for the reserve again.
 */
import { closeSync, existsSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import type { Connection } from './connection.ts';

export interface Reserve {
  /** Gives the room free. */
  release(): void;
  /** Takes the room back; false when there is not enough. */
  restore(): boolean;
}

/** Room for the log of 400 commits of 5 pages; a checkpoint then lets the log begin again in the same place. */
const RESERVE_BYTES = 8 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/** Pages that a page limit gives way by; see TestControls.pagesMax. */
export const RESERVE_PAGES = 256;

/**
 * A file of real blocks (zeros that were written, not a hole). It is not synced: a file system gives or refuses the room
 * when it takes the bytes.
 */
export function createFileReserve(path: string): Reserve {
  return {
    release: () => rmSync(path, { force: true }),
    restore() {
      if (existsSync(path) && statSync(path).size === RESERVE_BYTES) return true;
      try {
        writeZeros(path);
        return true;
      } catch (error) {
        rmSync(path, { force: true });
        if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
        throw error;
      }
    },
  };
}

/** Pages of a database that may only have `pagesMax`. */
export function createPageReserve(connection: Connection, pagesMax: number): Reserve {
  const allow = (pages: number): number =>
    connection.get<{ max_page_count: number }>(`PRAGMA max_page_count = ${pages}`)?.max_page_count ?? 0;
  return {
    release: () => void allow(pagesMax + RESERVE_PAGES),
    // SQLite does not go below what is used already.
    restore: () => {
      const free = connection.get<{ freelist_count: number }>('PRAGMA freelist_count')?.freelist_count ?? 0;
      return allow(pagesMax) === pagesMax && free + pagesMax > usedPages(connection);
    },
  };
}

/** For a store in memory: there is nothing to give. */
export function createNoReserve(): Reserve {
  return { release: () => undefined, restore: () => true };
}

function usedPages(connection: Connection): number {
  return connection.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0;
}

function writeZeros(path: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    const zeros = Buffer.alloc(CHUNK_BYTES);
    for (let written = 0; written < RESERVE_BYTES; ) written += writeSync(file, zeros);
  } finally {
    closeSync(file);
  }
}
