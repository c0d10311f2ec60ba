/** Compares two trees of plain values and says in words where they differ. */

/** One line per place where `ours` and `theirs` differ; empty when they are the same. Lists are compared in their order. */
export function differences(ours: unknown, theirs: unknown, path = ''): string[] {
  if (isTree(ours) && isTree(theirs) && Array.isArray(ours) === Array.isArray(theirs)) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
    return [...keys].sort().flatMap((key) => differences(ours[key], theirs[key], path === '' ? key : `${path}.${key}`));
  }
  if (Object.is(ours, theirs)) return [];
  return [`${path}: ours ${inWords(ours)}, theirs ${inWords(theirs)}`];
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const inWords = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value));
