/** A policy service of Postfix (SMTPD_POLICY_README) that lets every recipient wait once, as greylisting does. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export interface Greylist {
  /** For Postfix's check_policy_service. */
  readonly service: string;
  /** How often each recipient was asked about, and how often it was put off. */
  asked(recipient: string): number;
  stop(): Promise<void>;
}

/** Starts one; it answers 450 the first time. */
export async function startGreylist(): Promise<Greylist> {
  const askedAbout = new Map<string, number>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let waiting = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      waiting += bytes.toString('utf8');
      for (let end = waiting.indexOf('\n\n'); end >= 0; end = waiting.indexOf('\n\n')) {
        const recipient = /^recipient=(.*)$/m.exec(waiting.slice(0, end))?.[1] ?? '';
        waiting = waiting.slice(end + 2);
        const times = (askedAbout.get(recipient) ?? 0) + 1;
        askedAbout.set(recipient, times);
        socket.write(`action=${times === 1 ? '450 4.2.0 Greylisted, try again in 1 seconds' : 'DUNNO'}\n\n`);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Bug: a TCP server has a port');
  return {
    service: `inet:127.0.0.1:${address.port}`,
    asked: (recipient) => askedAbout.get(recipient) ?? 0,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
