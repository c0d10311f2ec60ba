/**
 * Which addresses a sink may connect to. A webhook's URL must not lead into the operator's own network (OWASP, Server-Side
 * Request Forgery Prevention): everything that is not globally reachable by the registries of special-purpose addresses
 * (RFC 6890, IANA IPv4 and IPv6) is refused unless the configuration allows it.
 */
import { BlockList, isIP } from 'node:net';
import { type Network, parseNetwork } from '../lib/networks.ts';

const NOT_PUBLIC: readonly Network[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 128],
  ['::1', 128],
  // Addresses that carry an IPv4 address in them, which a translator or tunnel would reach.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

export type IsReachable = (address: string) => boolean;

/** Whether an address may be connected to: public, or in one of the networks that are allowed (`10.0.0.0/8`, `::1`). */
export function createReachability(allowedNetworks: readonly string[]): IsReachable {
  const refused = blockListOf(NOT_PUBLIC);
  const allowed = blockListOf(allowedNetworks.map(parseNetwork).filter((network) => network !== undefined));
  return (address) => {
    const plain = unmapped(address);
    const version = isIP(plain);
    if (version === 0) return false;
    const family = version === 4 ? 'ipv4' : 'ipv6';
    return allowed.check(plain, family) || !refused.check(plain, family);
  };
}

function blockListOf(networks: readonly Network[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of networks) list.addSubnet(network, prefix, isIP(network) === 4 ? 'ipv4' : 'ipv6');
  return list;
}

/** An IPv4 address that is written as IPv6 (RFC 4291 section 2.5.5.2) is that IPv4 address. */
function unmapped(address: string): string {
  const [withoutZone = ''] = address.split('%');
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(withoutZone)?.[1];
  if (dotted !== undefined) return dotted;
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(withoutZone) ?? [];
  if (high === undefined || low === undefined) return withoutZone;
  const bits = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return bits.flatMap((word) => [word >> 8, word & 255]).join('.');
}
