/** The keys as the service uses them: looked up by id, and read again when keys.json has changed since the last look. */
import { readFileSync, type Stats, statSync } from 'node:fs';
import type { AccessKey } from './access-key.ts';
import { KeyFileError, parseKeyFile } from './key-file.ts';

export interface KeyRing {
  /** The key with this id, revoked and expired ones too. Looks at the file first, so that a change holds from the next call. */
  find(id: string): AccessKey | undefined;
}

export interface KeyRingOptions {
  readonly path: string;
  /** Told once for every change of the file that cannot be used; the keys read before stay in force. */
  readonly onUnusable: (error: Error) => void;
}

/**
 * A ring over the file. Throws KeyFileError when there is a file that cannot be used; without a file there are no keys. The
 * look is a stat (about 2 us), not a watch: watches miss changes on network and bind mounts.
 */
export function createKeyRing({ path, onUnusable }: KeyRingOptions): KeyRing {
  let usedVersion = versionOf(path);
  let keys = usedVersion === NO_FILE ? new Map<string, AccessKey>() : readKeys(path);
  let reportedVersion: string | undefined;

  function refresh(): void {
    // Taken before reading: what changes during the read is a change for the next look.
    const version = versionOf(path);
    if (version === usedVersion) return;
    try {
      keys = version === NO_FILE ? new Map() : readKeys(path);
      usedVersion = version;
    } catch (error) {
      // A bad file stays bad until it changes; an I/O error, such as too many open files, passes.
      if (error instanceof KeyFileError) usedVersion = version;
      if (version !== reportedVersion) onUnusable(error instanceof Error ? error : new Error(String(error)));
      reportedVersion = version;
    }
  }

  return {
    find(id) {
      refresh();
      return keys.get(id);
    },
  };
}

/** Reads a whole key file. Throws KeyFileError, with the path, when it is not valid or others may read it. */
export function readKeyList(path: string): AccessKey[] {
  if (isOpenToOthers(statSync(path))) throw new KeyFileError(`${path} can be read by others: chmod 600 ${path}`);
  try {
    return parseKeyFile(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof KeyFileError) throw new KeyFileError(`${path} cannot be used: ${error.message}`);
    throw error;
  }
}

function readKeys(path: string): Map<string, AccessKey> {
  return new Map(readKeyList(path).map((key) => [key.id, key]));
}

const NO_FILE = 'no file';

/** What changes with the file: another inode after a rename, time and size after an edit in place. */
function versionOf(path: string): string {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? NO_FILE : `${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
  } catch {
    // The read that follows tells the reason.
    return 'out of reach';
  }
}

/** On Windows the mode says nothing about other users. */
const isOpenToOthers = (stats: Stats): boolean => process.platform !== 'win32' && (stats.mode & 0o077) !== 0;
