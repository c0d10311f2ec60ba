/**
 * One connection to an MTA: opened, secured, logged in, and then one mail after the other. It reports exactly how far a mail
 * came, because that decides whether it may be sent again.
 */
import { readFile } from 'node:fs/promises';
import { Duplex, type Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Clock } from '../../lib/clock.ts';
import type { Envelope } from './compose-mail.ts';
import { codesOf, parseReply } from './reply.ts';
import type { SendReport, SmtpStep } from './verdict.ts';

export interface SessionOptions {
  readonly host: string;
  readonly port: number;
  /** starttls: the session fails unless the MTA offers it. Certificates are always verified. */
  readonly security: 'starttls' | 'tls' | 'none';
  /** PEM: trusted instead of the authorities of the system. */
  readonly caFile?: string;
  readonly username?: string;
  readonly password?: string;
  /** Longest silence of the MTA; REPLY_TIMEOUT_MS when absent. */
  readonly replyTimeoutMs?: number;
}

export interface SmtpSession {
  /** Mails that it has handed over before. */
  carried(): number;
  isOpen(): boolean;
  /** Sends a mail, one at a time. Never rejects. */
  send(envelope: Envelope, mail: Readable): Promise<SendReport>;
  /** Ends a mail that was refused on the way (RSET); answers whether the session can go on. */
  reset(): Promise<boolean>;
  /** Says QUIT and is over. */
  close(): void;
}

export type SessionOpening =
  | { readonly kind: 'open'; readonly session: SmtpSession }
  /** `reason` is a word for logs; `detail` a code of the MTA or of the operating system. */
  | { readonly kind: 'failed'; readonly reason: OpeningFailure; readonly detail: string };

export type OpeningFailure = 'UNREACHABLE' | 'TIMED_OUT' | 'TLS_FAILED' | 'AUTH_REFUSED' | 'SESSION_REFUSED';

/** RFC 5321 section 4.5.3.2.6: whoever gives up sooner on the reply to the last dot does not know what he has sent. */
const REPLY_TIMEOUT_MS = 10 * 60_000;
/** Address, connection, greeting and STARTTLS. */
const CONNECT_TIMEOUT_MS = 30_000;
/** All of that and the login. */
const OPENING_TIMEOUT_MS = 60_000;

/** Codes of Node and OpenSSL for a certificate or a handshake that does not hold. */
const TLS_CODE = /CERT|SSL|TLS|SIGNATURE|ISSUER|EPROTO/;

/** Opens a session, or says why there is none. Never rejects. */
export async function openSession(options: SessionOptions, clock: Clock): Promise<SessionOpening> {
  try {
    return await connectAndLogIn(options, clock);
  } catch (error) {
    // The authority's file cannot be read.
    return { kind: 'failed', reason: 'TLS_FAILED', detail: codeOf(error) };
  }
}

async function connectAndLogIn(options: SessionOptions, clock: Clock): Promise<SessionOpening> {
  const { host, port, security, caFile, username, password, replyTimeoutMs = REPLY_TIMEOUT_MS } = options;
  const authority = caFile === undefined ? undefined : await readFile(caFile);
  // Loaded on first use: most installations begin without a carrier.
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const connection = new Connection({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: replyTimeoutMs,
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(authority !== undefined && { ca: authority }) },
  });
  return new Promise((resolve) => {
    const settle = (opening: SessionOpening): void => {
      timer.cancel();
      resolve(opening);
      if (opening.kind === 'failed') connection.close();
    };
    const fail = (error: Error): void => settle(openingFailure(error));
    const timer = clock.at(clock.now() + OPENING_TIMEOUT_MS, () =>
      settle({ kind: 'failed', reason: 'TIMED_OUT', detail: 'ETIMEDOUT' }),
    );
    // Errors of a connection at rest; those of a mail come with its report.
    connection.on('error', fail);
    connection.connect((error) => {
      if (error !== undefined) return fail(error);
      const done = (): void => settle({ kind: 'open', session: sessionOver(connection) });
      if (username === undefined) return done();
      if (!connection.allowsAuth) {
        return settle({ kind: 'failed', reason: 'AUTH_REFUSED', detail: 'the MTA offers no login' });
      }
      connection.login({ user: username, pass: password ?? '' }, (loginError) =>
        loginError === null ? done() : fail(loginError),
      );
    });
  });
}

function openingFailure(error: Error): SessionOpening {
  const { code = '', originalCode = '', response } = particulars(error);
  const reply = parseReply(response ?? '');
  const detail = reply === undefined ? originalCode || code : codesOf(reply);
  if (code === 'EAUTH') return { kind: 'failed', reason: 'AUTH_REFUSED', detail };
  if (code === 'ETLS' || TLS_CODE.test(originalCode)) return { kind: 'failed', reason: 'TLS_FAILED', detail };
  if (code === 'ETIMEDOUT') return { kind: 'failed', reason: 'TIMED_OUT', detail };
  return { kind: 'failed', reason: reply === undefined ? 'UNREACHABLE' : 'SESSION_REFUSED', detail };
}

function sessionOver(connection: SMTPConnection): SmtpSession {
  let carried = 0;
  let isOpen = true;
  let onEnd: () => void = () => undefined;
  connection.once('end', () => {
    isOpen = false;
    onEnd();
  });

  function close(): void {
    if (!isOpen) return;
    connection.quit();
    connection.close();
  }

  function send(envelope: Envelope, mail: Readable): Promise<SendReport> {
    const isDotWritten = watchDot(mail);
    return new Promise<SendReport>((resolve) => {
      // nodemailer writes into the envelope that it is given.
      connection.send({ ...envelope, to: [envelope.to] }, mail, (error) => {
        const report = error === null ? takenIf(isDotWritten()) : reportOf(error, isDotWritten());
        // A verdict on a message that is still on its way: its rest must not follow.
        if (!isDotWritten() && (report.kind !== 'answered' || report.step === 'message')) connection.close();
        if (report.kind === 'lost') connection.close();
        if (report.kind === 'taken') carried += 1;
        resolve(report);
      });
    }).catch(() => {
      // A throw of nodemailer itself: whatever it was, the connection is not to be trusted any more.
      connection.close();
      return { kind: 'lost', mayHaveLeft: isDotWritten(), cause: 'CONNECTION_LOST' };
    });
  }

  return {
    carried: () => carried,
    isOpen: () => isOpen,
    send,
    reset: () =>
      new Promise((resolve) => {
        // Without an answer the connection ends, and with it this wait.
        onEnd = () => resolve(false);
        connection.reset((error) => resolve(error === null));
      }),
    close,
  };
}

/**
 * Whether the dot was written, or may have been. nodemailer pipes the mail through an encoder, which adds the dot behind the
 * end of the mail, into the socket. So it was not while the mail goes on, nor while the encoder, which the socket holds up,
 * still has something: the dot is the last that it has.
 */
function watchDot(mail: Readable): () => boolean {
  let hasEnded = false;
  let encoder: Duplex | undefined;
  const pipe = mail.pipe.bind(mail);
  mail.once('end', () => {
    hasEnded = true;
  });
  mail.pipe = (target, options) => {
    if (target instanceof Duplex) encoder = target;
    return pipe(target, options);
  };
  return () => hasEnded && (encoder?.readableLength ?? 0) === 0;
}

/** A 250 for a message that had not ended means nothing that can be relied on. */
const takenIf = (isDotWritten: boolean): SendReport =>
  isDotWritten ? { kind: 'taken' } : { kind: 'lost', mayHaveLeft: true, cause: 'PROTOCOL_BROKEN' };

const STEPS: Readonly<Record<string, SmtpStep>> = { 'MAIL FROM': 'MAIL', 'RCPT TO': 'RCPT', DATA: 'DATA' };

function reportOf(error: Error, isDotWritten: boolean): SendReport {
  const { code, command = '', response } = particulars(error);
  const reply = parseReply(response ?? '');
  if (reply !== undefined && reply.code >= 400) {
    // After the dot only a reply to the dot counts, and not the beginning of one in a connection that broke.
    if (code === 'EMESSAGE') return { kind: 'answered', step: 'message', reply };
    if (!isDotWritten) return { kind: 'answered', step: STEPS[command] ?? 'session', reply };
  }
  return { kind: 'lost', mayHaveLeft: isDotWritten, cause: code === 'ETIMEDOUT' ? 'TIMED_OUT' : 'CONNECTION_LOST' };
}

interface Particulars {
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
}

/** What nodemailer writes on its errors (its errors.d.ts), which Error does not declare. */
const particulars = (error: Error): Particulars => error as Particulars;

const codeOf = (error: unknown): string =>
  error instanceof Error ? (particulars(error).code ?? error.name) : 'unknown';
