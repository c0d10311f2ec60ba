/**
 * The log: one line per happening, JSON on stderr (or readable text on a terminal). It cannot carry personal data: a line is
 * a fixed sentence plus fields from a closed list of ids, counts and names, and the text of errors is masked.
 */
import { pino } from 'pino';
import { createReadableDestination } from './readable-log.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Every field that a line may have; what is not here is dropped, whoever passes it. */
const FIELDS = [
  'account',
  'awsRequestId',
  'campaignId',
  'carrier',
  'channelSubtype',
  'count',
  'durationMs',
  'epoch',
  'errorCode',
  'errorType',
  'exitCode',
  'file',
  'holder',
  'keyId',
  'lease',
  'method',
  'operation',
  'origin',
  'principal',
  'reason',
  'requestId',
  'signal',
  'sink',
  'state',
  'status',
  'url',
  'version',
] as const;

export type LogFields = Readonly<Partial<Record<(typeof FIELDS)[number], string | number | boolean>>> & {
  /** An unexpected error; its name, code and masked stack are logged. */
  readonly error?: unknown;
};

export interface Log {
  debug(sentence: string, fields?: LogFields): void;
  info(sentence: string, fields?: LogFields): void;
  warn(sentence: string, fields?: LogFields): void;
  error(sentence: string, fields?: LogFields): void;
}

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: 'json' | 'readable';
  /** Where lines go; stderr when absent. */
  readonly write?: (line: string) => void;
}

/** A log that writes each line at once: what was said before a crash is there after it. */
export function createLog({ level, format, write }: LogOptions): Log {
  const sink = write === undefined ? pino.destination({ fd: 2, sync: true }) : { write };
  const destination = format === 'readable' ? createReadableDestination((line) => sink.write(line)) : sink;
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const at =
    (name: Exclude<LogLevel, 'silent'>) =>
    (sentence: string, fields: LogFields = {}): void => {
      if (logger.isLevelEnabled(name)) logger[name](permitted(fields), sentence);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** A log that says nothing, for tests and for callers that have none. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

function permitted(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name of FIELDS) {
    if (fields[name] !== undefined) kept[name] = fields[name];
  }
  if (fields.error !== undefined) kept['error'] = described(fields.error);
  return kept;
}

/** How many causes of an error are told; more only repeat the last. */
const MAX_CAUSES = 3;

function described(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  return {
    name: error.name,
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    stack: withoutPersonalData(error.stack ?? error.message),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: described(error.cause, depth + 1) }),
  };
}

/** The text with everything masked that looks like a telephone number or an email address. */
export function withoutPersonalData(text: string): string {
  return text.replaceAll(/\+\d[\d -]{5,20}\d/g, '+***').replaceAll(/[^\s@<>"'(]{1,64}@[^\s@<>"')]{1,255}/g, '***@***');
}
