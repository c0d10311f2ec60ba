/**
 * The peer: nodemailer's own pool in a process of its own, with the same mails over as many connections, and nothing else: no
 * store, no pacing, no templates. Prints one line of JSON.
 */
import { createTransport } from 'nodemailer';
import { fieldsOf, filled, HTML, SUBJECT, TEXT } from './mail.ts';

const [port, connections, count] = process.argv.slice(2).map(Number);
/** Mails given to the pool at once; enough that it never waits for us. */
const AHEAD = 100;

const transport = createTransport({
  pool: true,
  host: '127.0.0.1',
  port,
  ignoreTLS: true,
  maxConnections: connections,
  maxMessages: Number.POSITIVE_INFINITY,
});

let next = 0;
async function sendOnAndOn(): Promise<void> {
  while (next < (count ?? 0)) {
    const index = next;
    next += 1;
    const fields = fieldsOf(index);
    const unsubscribe = `<https://campanile.example/hooks/v1/unsubscribe/${'x'.repeat(120)}${index}>`;
    await transport.sendMail({
      envelope: { from: `bounces+${index}.0123456789abcdef@bounces.example.com`, to: [`reader-${index}@example.net`] },
      messageId: `<${index}@example.com>`,
      from: { name: 'News', address: 'news@example.com' },
      to: `reader-${index}@example.net`,
      subject: filled(SUBJECT, fields),
      text: filled(TEXT, fields),
      html: filled(HTML, fields),
      headers: [
        { key: 'List-Unsubscribe', value: { prepared: true, value: unsubscribe } },
        { key: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
      ],
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }
}

const startedAt = performance.now();
await Promise.all(Array.from({ length: AHEAD }, sendOnAndOn));
const seconds = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({ perSecond: (count ?? 0) / seconds, cpuMsPerMail: (user + system) / 1_000 / (count ?? 1) }),
);
transport.close();
