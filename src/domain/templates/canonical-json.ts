/** One JSON text for everything that says the same, in whatever order its members came. */

/** JSON with the members of every object in the order of their names. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member) ? sorted(member) : member,
  );
}

function sorted(record: object): object {
  const entries = Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
  // fromEntries defines its members, so that `__proto__` is one as any other.
  return Object.fromEntries(entries);
}
