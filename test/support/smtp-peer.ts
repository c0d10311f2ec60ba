/**
 * An MTA that does what a test says, at the bytes: it answers every step as scripted, drops the connection, or falls silent.
 * It counts what it saw by request id: the mails whose dot arrived, and those that it took.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Authority } from './certificate-authority.ts';

export type PeerStep =
  | 'greeting'
  | 'EHLO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'piece'
  | 'message'
  | 'RSET';

/** A reply to send; `drop` ends the connection at once, `silence` never answers; undefined is what a good MTA says. */
export type PeerAnswer = string | 'drop' | 'silence' | undefined;

export interface PeerScript {
  /** `argument` is the command line, or the request id at `message`; `connection` counts from 1. May take its time. */
  readonly answer?: (step: PeerStep, argument: string, connection: number) => PeerAnswer | Promise<PeerAnswer>;
  /** Beside PIPELINING, ENHANCEDSTATUSCODES and 8BITMIME. */
  readonly extensions?: readonly string[];
  /** Offers STARTTLS with its certificate. */
  readonly authority?: Authority;
}

export interface SmtpPeer {
  readonly port: number;
  /** Request ids of the mails whose last dot arrived, in their order, however they were answered. */
  readonly dots: string[];
  /** Request ids of the mails that were answered with 250. */
  readonly taken: string[];
  /** The mails of `taken`, as sent, dots undone. */
  readonly mails: string[];
  readonly commands: string[];
  connections(): number;
  /** Open now. */
  open(): number;
  stop(): Promise<void>;
}

const GOOD: Readonly<Record<Exclude<PeerStep, 'EHLO' | 'piece'>, string>> = {
  greeting: '220 peer.test ESMTP',
  STARTTLS: '220 2.0.0 Go ahead',
  AUTH: '235 2.7.0 Welcome',
  MAIL: '250 2.1.0 Ok',
  RCPT: '250 2.1.5 Ok',
  DATA: '354 Go on',
  message: '250 2.0.0 Taken',
  RSET: '250 2.0.0 Ok',
};

/** Starts one on loopback, on a free port unless one is given. */
export async function startSmtpPeer(script: PeerScript = {}, port = 0): Promise<SmtpPeer> {
  const sockets = new Set<Socket>();
  const dots: string[] = [];
  const taken: string[] = [];
  const mails: string[] = [];
  const commands: string[] = [];
  let connections = 0;

  function good(step: PeerStep): string | undefined {
    if (step === 'piece') return undefined;
    if (step !== 'EHLO') return GOOD[step];
    const extensions = ['PIPELINING', 'ENHANCEDSTATUSCODES', '8BITMIME', ...(script.extensions ?? [])];
    return ['peer.test', ...extensions]
      .map((line, at) => `250${at === extensions.length ? ' ' : '-'}${line}`)
      .join('\r\n');
  }

  async function converse(plain: Socket): Promise<void> {
    connections += 1;
    const connection = connections;
    let socket = plain;
    let waiting = '';
    let wake: () => void = () => undefined;
    let hasEnded = false;
    let hasRecipient = false;
    const listen = (to: Socket): void => {
      to.on('data', (bytes) => {
        waiting += bytes.toString('latin1');
        wake();
      });
      to.on('error', () => undefined);
      to.on('close', () => {
        hasEnded = true;
        wake();
      });
    };
    /** Everything up to and with `end`; undefined when the connection is over. Pieces are offered to `onPiece` meanwhile. */
    const readTo = async (end: string, onPiece?: () => Promise<boolean>): Promise<string | undefined> => {
      for (;;) {
        const at = waiting.indexOf(end);
        if (at >= 0) {
          const found = waiting.slice(0, at + end.length);
          waiting = waiting.slice(at + end.length);
          return found;
        }
        if (hasEnded || (onPiece !== undefined && waiting !== '' && !(await onPiece()))) return undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    };
    /** Answers whether the conversation goes on, and with which words. */
    const say = async (step: PeerStep, argument: string): Promise<string | undefined> => {
      const answer = (await script.answer?.(step, argument, connection)) ?? good(step);
      if (answer === 'drop') {
        socket.destroy();
        return undefined;
      }
      if (answer === 'silence') {
        await once(plain, 'close').catch(() => undefined);
        return undefined;
      }
      if (answer !== undefined) socket.write(`${answer}\r\n`);
      return answer ?? '';
    };
    listen(socket);
    if ((await say('greeting', '')) === undefined) return;
    for (;;) {
      const line = await readTo('\r\n');
      if (line === undefined) return;
      commands.push(line.trim());
      const [word = ''] = line.trim().toUpperCase().split(/[ :]/);
      if (word === 'QUIT') {
        socket.end('221 2.0.0 Bye\r\n');
        return;
      }
      if (word === 'DATA' && !hasRecipient) {
        socket.write('554 5.5.1 No valid recipients\r\n');
        continue;
      }
      const said = await say(word as PeerStep, line.trim());
      if (said === undefined) return;
      if (word === 'RCPT') hasRecipient = said.startsWith('250');
      if (word === 'MAIL' || word === 'RSET') hasRecipient = false;
      if (word === 'STARTTLS' && said.startsWith('220') && script.authority !== undefined) {
        plain.removeAllListeners('data');
        socket = new TLSSocket(plain, {
          isServer: true,
          key: readFileSync(script.authority.serverKeyFile),
          cert: readFileSync(script.authority.serverCertificateFile),
        });
        waiting = '';
        listen(socket);
      }
      if (word !== 'DATA' || !said.startsWith('354')) continue;
      const mail = await readTo('\r\n.\r\n', async () => (await say('piece', '')) !== undefined);
      if (mail === undefined) return;
      const id = /^Message-ID: <([^@>]*)@/im.exec(mail)?.[1] ?? '';
      dots.push(id);
      const verdict = await say('message', id);
      if (verdict?.startsWith('250')) {
        taken.push(id);
        mails.push(mail.slice(0, -3).replaceAll(/^\./gm, ''));
      }
      if (verdict === undefined) return;
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    void converse(socket);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Bug: a TCP server has a port');
  return {
    port: address.port,
    ...{ dots, taken, mails, commands },
    connections: () => connections,
    open: () => sockets.size,
    async stop() {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}
