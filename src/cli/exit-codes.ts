/** Exit codes, from sysexits.h where it has one for the case. */
export const EXIT = {
  ok: 0,
  /** A check of `doctor` failed, or what was asked for does not exist. */
  failed: 1,
  /** EX_USAGE: the command line cannot be understood. */
  usage: 64,
  /** EX_DATAERR: the files cannot be understood, or a template has placeholders without a value. */
  dataError: 65,
  /** EX_UNAVAILABLE: the service cannot be reached, or does not take the call. */
  unavailable: 69,
  /** EX_SOFTWARE: a bug. */
  software: 70,
  /** EX_CANTCREAT: the data folder or a file in it cannot be made. */
  cannotCreate: 73,
  /** EX_IOERR: the store failed; what was acknowledged before is safe. */
  inputOutput: 74,
  /** EX_TEMPFAIL: the port or the data folder is in use. */
  inUse: 75,
  /** EX_NOPERM: the service refuses the key, or the system an address or file. */
  noPermission: 77,
  /** EX_CONFIG: a setting is wrong. */
  config: 78,
} as const;

/** Ends a command with a message for people: what is wrong and what to do next. */
export class CliError extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.name = 'CliError';
    this.exitCode = exitCode;
  }
}
