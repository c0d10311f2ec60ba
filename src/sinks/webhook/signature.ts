/**
 * The signature of a webhook by Standard Webhooks 1.0.0 ("Signature scheme", symmetric): HMAC-SHA256 over
 * `id.timestamp.body`, as `v1,` and base64. Several secrets make several signatures, so that one can be replaced.
 */
import { createHmac } from 'node:crypto';
import { UnusableFile } from '../unusable-file.ts';

/** The three headers of a signed webhook; `timestamp` in seconds. */
export function signatureHeaders(
  secrets: readonly Uint8Array[],
  id: string,
  timestamp: number,
  body: string,
): Record<string, string> {
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  );
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') };
}

/** The scheme recommends 24 to 64 bytes. */
const SECRET_BYTES_MIN = 24;

/** Secrets as they are written down, one a line: `whsec_` and base64. Throws UnusableFile when a line is none; never says which. */
export function parseSecrets(text: string): Uint8Array[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const secrets = lines.map((line) => Buffer.from(line.replace(/^whsec_/, ''), 'base64'));
  const isWhole = lines.every((line) => /^(whsec_)?[A-Za-z0-9+/]+={0,2}$/.test(line));
  if (secrets.length === 0 || !isWhole || secrets.some(({ length }) => length < SECRET_BYTES_MIN)) {
    throw new UnusableFile(
      `a webhook secret is whsec_ and the base64 of at least ${SECRET_BYTES_MIN} bytes, one a line`,
    );
  }
  return secrets;
}
