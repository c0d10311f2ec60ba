/** What a crash test changes in the service that it starts. */
import type { TestControls } from '../../src/store/sqlite/options.ts';

/** Between the claim and the carrier, and between the carrier and what we make of its answer. */
export const CARRIER_PLACES = ['before-carrier', 'after-carrier'] as const;

export interface Alterations {
  /** File to which every attempt is written before a carrier has it; see carrier-log.ts. */
  readonly carrierLog: string;
  /** File to which the settings of every connection of the store are written. */
  readonly durabilityReport?: string;
  /** Kills the process with SIGKILL at a place of a commit. */
  readonly dieAtCommit?: NonNullable<TestControls['killAt']>;
  /** Breaks the service: NORMAL does not sync at a commit. */
  readonly synchronous?: 'FULL' | 'NORMAL';
  /** Kills the process with SIGKILL at an attempt. */
  readonly dieAtAttempt?: { readonly place: (typeof CARRIER_PLACES)[number]; readonly nth: number };
  /** Breaks the service: it answers before the commit. */
  readonly acknowledgesEarly?: boolean;
  /** Breaks the service: it claims after it has submitted. */
  readonly claimsLate?: boolean;
}

const VARIABLE = 'CRASH_TEST_ALTERATIONS';

/** For the service's environment. */
export function writeAlterations(alterations: Alterations): Readonly<Record<string, string>> {
  return { [VARIABLE]: JSON.stringify(alterations) };
}

/** In the service: what it was started with. */
export function readAlterations(environment: NodeJS.ProcessEnv): Alterations {
  // Written by writeAlterations.
  return JSON.parse(environment[VARIABLE] ?? '') as Alterations;
}
