/** A carrier as it is configured; the code of its kind, and with it the mail client, is loaded where there is one. */
import type { NamedCarrier } from '../channels/router.ts';
import type { CarrierConfig } from '../config/carriers.ts';
import type { CarrierDeps } from './carrier-deps.ts';

/** Connects when it first has something to send. */
export async function connectCarrier(_config: CarrierConfig, _deps: CarrierDeps): Promise<NamedCarrier> {
  throw new Error('Bug: SMTP is not connected yet');
}
