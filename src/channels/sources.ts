/** Who sends from where: exact sources, whole domains of addresses, and everybody else. */

/** Finds what belongs to a source; undefined when nothing does. */
export type FindBySource<Owner> = (source: string) => Owner | undefined;

export interface SourceOwner<Owner> {
  /** Exact (an address, a phone number ARN), `@example.org` for the addresses of that domain alone, or `*`; lower case. */
  readonly sources: readonly string[];
  readonly owner: Owner;
}

/** The most exact wins: the source itself, then its domain, then `*`. Case does not count. */
export function createSourceFinder<Owner>(owners: readonly SourceOwner<Owner>[]): FindBySource<Owner> {
  const bySource = new Map(owners.flatMap(({ sources, owner }) => sources.map((source) => [source, owner] as const)));
  return (given) => {
    const source = given.toLowerCase();
    const at = source.lastIndexOf('@');
    const ofDomain = at < 0 ? undefined : bySource.get(source.slice(at));
    return bySource.get(source) ?? ofDomain ?? bySource.get('*');
  };
}
