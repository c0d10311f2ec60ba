/** Settings that are right one by one and wrong together. */
import { isIP } from 'node:net';
import type { Config } from './settings.ts';

/** What does not go together, as sentences; empty when all is well. */
export function contradictions(config: Config): string[] {
  const found: string[] = [];
  if (config.clock === 'virtual' && config.auth !== 'open') {
    found.push('clock = virtual needs auth = open: time that callers move is for tests');
  }
  if (config.start !== undefined && config.clock !== 'virtual') {
    found.push('start sets a virtual clock; it needs clock = virtual');
  }
  if ((config['tls.certFile'] === '') !== (config['tls.keyFile'] === '')) {
    found.push('tls.certFile and tls.keyFile go together');
  }
  if (config.auth === 'open' && !isLoopback(config.host) && !config.allowOpenBind) {
    found.push(
      `host = ${config.host} can be reached by others, and auth = open lets everybody call; ` +
        'use auth = strict, or allowOpenBind if the network is yours alone',
    );
  }
  return found;
}

/** True for an address that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
