/** IP networks in the notation with a prefix length (RFC 4632 section 3.1, RFC 4291 section 2.3). */
import { isIP } from 'node:net';

export type Network = readonly [address: string, prefix: number];

/** `10.0.0.0/8` or a single address; undefined when it is neither. */
export function parseNetwork(text: string): Network | undefined {
  const [network = '', prefix] = text.split('/');
  const version = isIP(network);
  if (version === 0) return undefined;
  const longest = version === 4 ? 32 : 128;
  if (prefix === undefined) return [network, longest];
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= longest ? [network, Number(prefix)] : undefined;
}
