/** A carrier as it is configured; the code of its kind, and with it the mail client, is loaded where there is one. */
import type { NamedCarrier } from '../channels/router.ts';
import type { CarrierConfig } from '../config/carriers.ts';
import type { CarrierDeps } from './carrier-deps.ts';

/** It connects when it first has something to send. */
export async function connectCarrier(config: CarrierConfig, { mail, ...deps }: CarrierDeps): Promise<NamedCarrier> {
  const { createSmtpCarrier } = await import('../channels/smtp/open.ts');
  return createSmtpCarrier(config, { ...deps, links: mail.links, verp: mail.verp });
}
