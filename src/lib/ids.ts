/** Where new ids come from; a simulation hands in a seeded one. */
import { randomUUID } from 'node:crypto';
import type { Random } from './random.ts';

export interface IdSource {
  /** A version 4 UUID in lower case (RFC 9562 section 5.4). */
  uuid(): string;
}

/** Ids that cannot be guessed. */
export function createIdSource(): IdSource {
  return { uuid: () => randomUUID() };
}

/** Ids that depend only on the random source. */
export function createSeededIdSource(random: Random): IdSource {
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random.next() * 16).toString(16)).join('');
  return {
    uuid: () =>
      `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + Math.floor(random.next() * 4)).toString(16)}${hex(3)}-${hex(12)}`,
  };
}
