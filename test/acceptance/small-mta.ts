/** An MTA for tests: it asks for STARTTLS and a login, takes mail, and can fall silent after the last dot. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Authority } from '../support/certificate-authority.ts';

export const USER = 'campanile';
export const PASSWORD = 'correct-horse-battery';

export interface SmallMta {
  readonly port: number;
  /** Recipients of the mails that came whole. */
  readonly recipients: string[];
  /** Sessions that were opened, and logins that were granted. */
  readonly sessions: { opened: number; loggedIn: number };
  stop(): Promise<void>;
}

export interface SmallMtaOptions {
  readonly port?: number;
  readonly authority?: Authority;
  /** Takes the mail and never says so. */
  readonly isSilent?: boolean;
  /** Says so after a while. */
  readonly answersAfterMs?: number;
  readonly server?: SMTPServerOptions;
}

/** Starts one; without an authority it offers neither STARTTLS nor a login. */
export async function startSmallMta({
  port = 0,
  authority,
  isSilent = false,
  answersAfterMs = 0,
}: SmallMtaOptions): Promise<SmallMta> {
  const recipients: string[] = [];
  const sessions = { opened: 0, loggedIn: 0 };
  const server = new SMTPServer({
    ...(authority === undefined
      ? { disabledCommands: ['AUTH', 'STARTTLS'], authOptional: true }
      : { cert: readFileSync(authority.serverCertificateFile), key: readFileSync(authority.serverKeyFile) }),
    logger: false,
    closeTimeout: 100,
    onConnect(_session, callback) {
      sessions.opened += 1;
      callback();
    },
    onAuth({ username, password }, _session, callback) {
      if (username !== USER || password !== PASSWORD) return callback(new Error('not granted'));
      sessions.loggedIn += 1;
      callback(null, { user: USER });
    },
    onData(stream, { envelope }, callback) {
      stream.resume().once('end', () => {
        recipients.push(...envelope.rcptTo.map(({ address }) => address));
        if (!isSilent) setTimeout(callback, answersAfterMs);
      });
    },
  });
  // A client that leaves in the middle is what some tests are about.
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    recipients,
    sessions,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
