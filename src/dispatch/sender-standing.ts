/** What stands between a source and the network, as figures of one moment: for those who explain a request. */
import type { CarrierState } from '../channels/channel.ts';

export interface SenderStanding extends CarrierState {
  /** How many more attempts it would take. */
  readonly room: number;
}
