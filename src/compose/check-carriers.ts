/** Whether the carriers of a configuration can be used: each is connected to and logged in to, and nothing is sent. */
import type { CarrierConfig } from '../config/carriers.ts';
import type { Clock } from '../lib/clock.ts';

export type CarrierCheck =
  | { readonly carrier: CarrierConfig; readonly kind: 'ready' }
  | {
      readonly carrier: CarrierConfig;
      readonly kind: 'failed';
      readonly reason: 'UNREACHABLE' | 'TIMED_OUT' | 'TLS_FAILED' | 'AUTH_REFUSED' | 'SESSION_REFUSED';
      /** A code of the MTA, of TLS or of the operating system. */
      readonly detail: string;
    };

/** One check for each carrier, in their order; all at once, since one that does not answer takes half a minute. */
export async function checkCarriers(carriers: readonly CarrierConfig[], wall: Clock): Promise<CarrierCheck[]> {
  if (carriers.length === 0) return [];
  const { openSession } = await import('../channels/smtp/session.ts');
  return Promise.all(
    carriers.map(async (carrier): Promise<CarrierCheck> => {
      const opening = await openSession(carrier, wall);
      if (opening.kind === 'failed') return { carrier, ...opening };
      opening.session.close();
      return { carrier, kind: 'ready' };
    }),
  );
}
