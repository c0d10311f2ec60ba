/**
 * Where the request of an id is: an open-addressing hash table in typed arrays, from the first 8 bytes of the id to the
 * key of its row. Ids are HMACs, so their bits are the hash. A hit is a candidate only: who asks compares the stored row.
 *
 * 12 bytes a slot at 35-70 % load are 17-34 bytes a request. The table is cut into shards that grow one at a time, so that
 * neither the pause nor the memory of growing ever concerns more than 1/256 of it.
 */

const SHARDS = 256;
const WORDS_PER_SLOT = 3;
const SMALLEST_SLOTS = 16;
const LOAD_MAX = 0.7;
/** Row keys are stored as 32-bit words: four thousand million requests in the life of an installation. */
export const KEY_MAX = 0xffff_ffff;

export interface IdIndex {
  /** The first key with this prefix (two 32-bit words) that `isMatch` confirms; 0 when there is none. */
  find(high: number, low: number, isMatch: (key: number) => boolean): number;
  add(high: number, low: number, key: number): void;
  readonly size: number;
  readonly bytes: number;
}

interface Shard {
  /** (high, low, key) per slot; key 0 means free. */
  slots: Uint32Array;
  mask: number;
  used: number;
}

/** An empty index with room for `expected` requests. */
export function createIdIndex(expected = 0): IdIndex {
  const slotsAtStart = slotsFor(Math.ceil((expected / SHARDS) * 1.05));
  const shards = Array.from({ length: SHARDS }, () => emptyShard(slotsAtStart));
  let size = 0;
  let bytes = SHARDS * slotsAtStart * WORDS_PER_SLOT * 4;

  function grow(index: number, shard: Shard): Shard {
    const larger = emptyShard((shard.mask + 1) * 2);
    const { slots } = shard;
    for (let at = 0; at < slots.length; at += WORDS_PER_SLOT) {
      const key = slots[at + 2] ?? 0;
      if (key !== 0) put(larger, slots[at] ?? 0, slots[at + 1] ?? 0, key);
    }
    shards[index] = larger;
    bytes += larger.slots.byteLength - slots.byteLength;
    return larger;
  }

  return {
    find(high, low, isMatch) {
      const shard = shards[high >>> 24];
      if (shard === undefined) return 0;
      const { slots, mask } = shard;
      for (let slot = low & mask; ; slot = (slot + 1) & mask) {
        const at = slot * WORDS_PER_SLOT;
        const key = slots[at + 2] ?? 0;
        if (key === 0) return 0;
        if (slots[at] === high && slots[at + 1] === low && isMatch(key)) return key;
      }
    },
    add(high, low, key) {
      if (key > KEY_MAX) throw new RangeError('the store has run out of request keys');
      const index = high >>> 24;
      let shard = shards[index];
      if (shard === undefined) return;
      if (shard.used >= (shard.mask + 1) * LOAD_MAX) shard = grow(index, shard);
      put(shard, high, low, key);
      size += 1;
    },
    get size() {
      return size;
    },
    get bytes() {
      return bytes;
    },
  };
}

function put(shard: Shard, high: number, low: number, key: number): void {
  const { slots, mask } = shard;
  let slot = low & mask;
  while (slots[slot * WORDS_PER_SLOT + 2] !== 0) slot = (slot + 1) & mask;
  const at = slot * WORDS_PER_SLOT;
  slots[at] = high;
  slots[at + 1] = low;
  slots[at + 2] = key;
  shard.used += 1;
}

function emptyShard(slots: number): Shard {
  return { slots: new Uint32Array(slots * WORDS_PER_SLOT), mask: slots - 1, used: 0 };
}

/** The power of two that holds `count` entries below the highest load. */
function slotsFor(count: number): number {
  let slots = SMALLEST_SLOTS;
  while (slots * LOAD_MAX < count) slots *= 2;
  return slots;
}
