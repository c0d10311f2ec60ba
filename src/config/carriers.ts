/** The carriers of the configuration file, read and checked: one `[carriers.NAME]` each. */

/** What every carrier has. */
interface CarrierBase {
  /** Of its table: a-z, 0-9 and '-', at most 32 characters; a label of metrics. */
  readonly name: string;
  /** Who sends through it: exact addresses, whole domains as `@example.org`, or `*`; in lower case. The most exact wins. */
  readonly sources: readonly string[];
}

/** An MTA that takes mail for the world. */
export interface SmtpCarrierConfig extends CarrierBase {
  readonly kind: 'smtp';
  readonly host: string;
  readonly port: number;
  /** starttls: refused unless the MTA offers it. Certificates are always verified. */
  readonly security: 'starttls' | 'tls' | 'none';
  /** PEM: trusted instead of the authorities of the system. */
  readonly caFile?: string;
  readonly username?: string;
  /** Where the password is; one of the two. */
  readonly passwordFile?: string;
  readonly passwordVariable?: string;
  /** What was read there, where it was asked for. It stands in no log, answer, print or error. */
  readonly password?: string;
  /** At the same time. */
  readonly connections: number;
  /** Most attempts that wait for a connection. */
  readonly queue: number;
  readonly connectionsPerDomain: number;
  readonly messagesPerSecondPerDomain: number;
  /** Bounces come to addresses made of this one (VERP); without it to the source itself. */
  readonly returnPath?: string;
}

export type CarrierConfig = SmtpCarrierConfig;

/** The channel that a kind of carrier is for. */
export const CHANNEL_OF_KIND = { smtp: 'EMAIL' } as const satisfies Record<CarrierConfig['kind'], string>;
