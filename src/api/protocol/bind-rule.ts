/** Open auth believes everybody, so that it listens only where nobody but this machine can come from. */
import { BlockList, isIP } from 'node:net';

export interface Bind {
  readonly auth: 'open' | 'strict';
  /** An address or a name, as given to listen(). */
  readonly host: string;
  readonly allowOpenBind: boolean;
}

/** What to do with a bind: take it, take it and warn, or not start. */
export type BindRule = { kind: 'allowed' } | { kind: 'warned'; warning: string } | { kind: 'refused'; reason: string };

/** Applies the rule: open auth on loopback only, unless --allow-open-bind says that the network is trusted. */
export function checkBind({ auth, host, allowOpenBind }: Bind): BindRule {
  if (auth === 'strict' || isLoopback(host)) return { kind: 'allowed' };
  if (allowOpenBind)
    return {
      kind: 'warned',
      warning: `open auth on ${host}: everybody who can reach this address can start campaigns`,
    };
  return {
    kind: 'refused',
    reason: `open auth listens on loopback only, not on ${host}: use --auth strict or --allow-open-bind`,
  };
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether only this machine can reach the address; 127.0.0.0/8 (RFC 1122), ::1 (RFC 4291) and localhost (RFC 6761). */
export function isLoopback(host: string): boolean {
  const family = isIP(host);
  return family === 0 ? host.toLowerCase() === 'localhost' : LOOPBACK.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
