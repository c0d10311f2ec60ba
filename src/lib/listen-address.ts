/** Where to listen for what only this machine or its own network may bring. */
import { BlockList, isIP } from 'node:net';
import { isLoopback } from './loopback-address.ts';

export interface ListenAddress {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
}

const PRIVATE = new BlockList();
PRIVATE.addSubnet('10.0.0.0', 8, 'ipv4');
PRIVATE.addSubnet('172.16.0.0', 12, 'ipv4');
PRIVATE.addSubnet('192.168.0.0', 16, 'ipv4');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

/**
 * `127.0.0.1:2525`, `[::1]:2525`, `localhost:2525`, or an address of a private network (RFC 1918, RFC 4193) in its place;
 * undefined for anything else.
 */
export function parsePrivateListenAddress(text: string): ListenAddress | undefined {
  const [, bracketed, plain, digits = ''] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port > 65_535) return undefined;
  return isLoopback(host) || isPrivate(host) ? { host, port } : undefined;
}

function isPrivate(host: string): boolean {
  const family = isIP(host);
  return family !== 0 && PRIVATE.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
