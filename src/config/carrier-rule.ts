/** What a carrier that reaches real people asks of the rest of the configuration. */
import type { Config } from './settings.ts';

/**
 * Why a service with these carriers must not start, with what to do about it; undefined when it may. It is a rule of the
 * start and not of reading: `keys create` must work before there is a key.
 */
export function carrierRefusal({
  carriers,
  auth,
  clock,
}: Pick<Config, 'carriers' | 'auth' | 'clock'>): string | undefined {
  if (carriers.length === 0) return undefined;
  const names = carriers.map(({ name }) => `carriers.${name}`).join(', ');
  if (clock === 'virtual') {
    return `a virtual clock never has a real carrier, and ${names} is one: take clock = virtual or the carriers away`;
  }
  if (auth === 'open') {
    return (
      `open auth never has a real carrier, and ${names} is one: make keys with ` +
      '`campanile keys create` (and `--kind admin` for the admin API), then start with --auth strict'
    );
  }
  return undefined;
}
