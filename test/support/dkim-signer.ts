/** opendkim(8) as a milter: it signs what an MTA hands it, as an operator's own MTA would. Whoever starts one stops it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './postfix.ts';
import { temporaryFolder } from './running-service.ts';

export interface DkimSigner {
  /** For Postfix's smtpd_milters. */
  readonly milter: string;
  /** Answers questions of DNS as the domain would: with the public key, under the selector. */
  resolve(name: string, type: string): Promise<string[][]>;
  stop(): Promise<void>;
}

const PROGRAM = '/usr/sbin/opendkim';
const SELECTOR = 'campanile';
const READY_WITHIN_MS = 20_000;

const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** Why none can be started here, or false. */
export function dkimSignerMissing(): string | false {
  return existsSync(PROGRAM) ? false : 'opendkim is not installed';
}

/** Starts one that signs for `domain`, and the headers of RFC 8058 with the usual ones. */
export async function startDkimSigner(domain: string): Promise<DkimSigner> {
  const folder = temporaryFolder('dkim');
  const port = await freePort();
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const keyFile = join(folder, 'private.pem');
  writeFileSync(keyFile, privateKey, { mode: 0o600 });
  const configuration = join(folder, 'opendkim.conf');
  writeFileSync(
    configuration,
    `Mode s
Domain ${domain}
Selector ${SELECTOR}
KeyFile ${keyFile}
Socket inet:${port}@127.0.0.1
Canonicalization relaxed/simple
SignHeaders *,+list-unsubscribe,+list-unsubscribe-post
Syslog no
RequireSafeKeys no
`,
  );
  const child = spawn(PROGRAM, ['-f', '-x', configuration], { stdio: ['ignore', 'ignore', 'pipe'] });
  children.add(child);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const ended = once(child, 'close').then(() => void children.delete(child));

  async function stop(): Promise<void> {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }

  const deadline = performance.now() + READY_WITHIN_MS;
  while (!(await listens(port))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`opendkim does not listen:\n${complaints}`);
    }
    await pause(20);
  }
  return {
    milter: `inet:127.0.0.1:${port}`,
    resolve(name, type) {
      if (type !== 'TXT' || name !== `${SELECTOR}._domainkey.${domain}`) {
        return Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
      }
      return Promise.resolve([[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]]);
    },
    stop,
  };
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
