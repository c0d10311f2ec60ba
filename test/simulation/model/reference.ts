/** A small model of the service: what a reader of the documentation would expect, and nothing of how it is done. */
import { createHmac } from 'node:crypto';

export type CampaignState = 'Initialized' | 'Running' | 'Paused' | 'Stopped';
export type Action = 'start' | 'pause' | 'resume' | 'stop';

export interface ModelRequest {
  readonly token: string;
  readonly to: string;
  readonly id: string;
  /** Its time may pass before the first try. */
  readonly isShortLived: boolean;
  /** The campaign was not Running at some time since. */
  wasHeldUp: boolean;
  /** The process died at some time since. */
  hasSeenCrash: boolean;
}

export interface ModelCampaign {
  readonly id: string;
  state: CampaignState;
  /** In the order of acceptance. */
  readonly requests: Map<string, ModelRequest>;
  /** Sent, and nobody knows whether they were accepted: their call was never answered. */
  readonly unsure: Map<string, ModelRequest>;
}

export interface Model {
  readonly campaigns: ModelCampaign[];
  tokens: number;
}

const MOVES: Readonly<Record<Action, Partial<Record<CampaignState, CampaignState>>>> = {
  start: { Initialized: 'Running' },
  pause: { Running: 'Paused' },
  resume: { Paused: 'Running' },
  stop: { Running: 'Stopped', Paused: 'Stopped' },
};

/** The state after an action; undefined where it is refused. */
export function stateAfter(state: CampaignState, action: Action): CampaignState | undefined {
  return MOVES[action][state];
}

/** Version 8, variant 10, of the first 16 bytes of an HMAC over campaign and token; the key is 32 zero bytes. */
export function expectedId(campaignId: string, token: string): string {
  const bytes = createHmac('sha256', Buffer.alloc(32)).update(`${campaignId}\n${token}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** What the carriers do with a number: its last two digits say. */
export const ENDINGS = {
  '00': 'Succeeded DELIVERED',
  '01': 'Failed REJECTED',
  '02': 'Unknown NO_RECEIPT',
  '03': 'Unknown NO_CARRIER_ANSWER',
  '04': 'Succeeded DELIVERED',
  '05': 'Failed WITHDRAWN_TOO_OFTEN',
} as const;

export type Digits = keyof typeof ENDINGS;
export const DIGITS = Object.keys(ENDINGS) as Digits[];

export const digitsOf = (to: string): Digits => to.slice(-2) as Digits;

/** How a request may have ended when everything is over. */
export function possibleEnds(request: ModelRequest, state: CampaignState, wasSeen: boolean): ReadonlySet<string> {
  const { hasSeenCrash, wasHeldUp, to } = request;
  const ends = new Set<string>();
  const isNeverTaken = digitsOf(to) === '05';
  if (wasSeen || isNeverTaken) ends.add(ENDINGS[digitsOf(to)]);
  // Claimed, and whether it was handed over died with the process.
  if (hasSeenCrash) ends.add('Unknown INTERRUPTED');
  if (wasSeen) return ends;
  // Its time may also have passed between two tries.
  if (hasSeenCrash || wasHeldUp || request.isShortLived || ['04', '05'].includes(digitsOf(to)))
    ends.add('Expired EXPIRED');
  if (state === 'Stopped') ends.add('Cancelled CAMPAIGN_STOPPED');
  return ends;
}
