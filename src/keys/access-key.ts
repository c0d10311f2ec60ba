/** An access key: who may call, and with which secret. A plain value that both the service and the CLI understand. */
import type { Instant } from '../lib/clock.ts';

/** A key opens one door: `api` the campaigns API, `admin` everything under /admin/v1. */
export const KEY_KINDS = ['api', 'admin'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

export interface AccessKey {
  /** 20 characters, AKIA... or, with a session token, ASIA... */
  readonly id: string;
  readonly kind: KeyKind;
  /** 12 digits; all that the key can see belongs to it. */
  readonly account: string;
  /** The last part of the principal's ARN, an IAM user name. */
  readonly principal: string;
  readonly secret: string;
  /** Of a temporary key: must come with every request. */
  readonly sessionToken?: string;
  readonly createdAt: Instant;
  /** From this instant on the key is refused; wall time. */
  readonly expiresAt?: Instant;
  readonly revokedAt?: Instant;
}
