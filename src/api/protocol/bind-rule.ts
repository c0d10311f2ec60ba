/** Open auth believes everybody, so that it listens only where nobody but this machine can come from. */
import { isLoopback } from '../../lib/loopback-address.ts';

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
