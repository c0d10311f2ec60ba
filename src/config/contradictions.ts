/** Settings that are right one by one and wrong together. */
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
  if (config.auth === 'strict' && config.data === ':memory:' && config.keysFile === '') {
    found.push('auth = strict with data = :memory: has no place for keys; name a keysFile');
  }
  return found;
}
