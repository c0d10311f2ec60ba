/** botocore's signer, in one Python process that is fed tasks as JSON lines and answers them in order. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { HttpRequest } from '../../src/api/protocol/http-message.ts';
import { formatAmzDate } from '../../src/api/protocol/sigv4/amz-date.ts';
import type { AccessKey } from '../../src/keys/access-key.ts';
import { encode, NOW, REGION, SERVICE, type Unsigned } from './aws-signer.ts';

const PYTHON = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));
const SCRIPT = fileURLToPath(new URL('botocore_signer.py', import.meta.url));

/** False, or why a suite that needs botocore is skipped. */
export const BOTOCORE_MISSING = existsSync(PYTHON) ? false : 'needs botocore (npm test installs it)';

export interface BotocoreSigner {
  /** The request as botocore would send it. */
  sign(unsigned: Unsigned, key: AccessKey, form: 'header' | 'presigned'): Promise<HttpRequest>;
  /** Ends the process. */
  close(): Promise<void>;
}

/** Starts the process. */
export function startBotocoreSigner(): BotocoreSigner {
  const child = spawn(PYTHON, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async sign(unsigned, key, form) {
      child.stdin.write(`${JSON.stringify(taskOf(unsigned, key, form))}\n`);
      const answer = await answers.next();
      if (answer.done === true) throw new Error('botocore ended; its error is above');
      return received(unsigned, JSON.parse(answer.value));
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}

function taskOf(unsigned: Unsigned, key: AccessKey, form: 'header' | 'presigned') {
  const pairs = Object.entries(unsigned.query).flatMap(([name, values]) =>
    values.map((value) => `${encode(name)}=${encode(value)}`),
  );
  const query = pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  return {
    method: unsigned.method,
    url: `http://${unsigned.headers['host']}/${unsigned.segments.map(encode).join('/')}${query}`,
    headers: unsigned.headers,
    body: Buffer.from(unsigned.body).toString('base64'),
    id: key.id,
    secret: key.secret,
    token: key.sessionToken,
    service: SERVICE,
    region: REGION,
    date: formatAmzDate(NOW),
    presign: form === 'presigned',
    expires: 900,
  };
}

function received(unsigned: Unsigned, signed: { url: string; headers: Record<string, string> }): HttpRequest {
  const [, rawPath = '', rawQuery = ''] = /^http:\/\/[^/]+([^?]*)\??(.*)$/.exec(signed.url) ?? [];
  const headers = Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { method: unsigned.method, rawPath, rawQuery, headers: Object.fromEntries(headers), body: unsigned.body };
}
