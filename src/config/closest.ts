/** Finds what somebody meant who mistyped. */

/** A guess further off than this share of the word is no help. */
const MAX_DISTANCE_SHARE = 0.5;

/** The known word with the fewest edits from `given`, or undefined when none is close. */
export function closestOf(given: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((word) => ({ word, distance: editDistance(given.toLowerCase(), lastPartWhenBare(given, word).toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return ranked !== undefined && ranked.distance <= Math.max(1, given.length * MAX_DISTANCE_SHARE)
    ? ranked.word
    : undefined;
}

/** The same, to put behind the message about the word; empty when none is close. */
export function suggestion(given: string, known: readonly string[]): string {
  const closest = closestOf(given, known);
  return closest === undefined ? '' : `; did you mean ${closest}?`;
}

/** `lvel` at the top is compared with `level`, so that a key in the wrong table is found too. */
function lastPartWhenBare(given: string, word: string): string {
  return given.includes('.') ? word : word.slice(word.lastIndexOf('.') + 1);
}

/** Insertions, deletions and replacements from `a` to `b` (Wagner and Fischer 1974). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
