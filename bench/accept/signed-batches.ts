/** Bodies of 25 requests of about 350 bytes, signed ahead of the timed part so that the loader costs little while it sends. */
import { createHash, createHmac, randomUUID } from 'node:crypto';

export interface Signer {
  accessKeyId: string;
  secretAccessKey: string;
}

export const REQUESTS_PER_BATCH = 25;
const REGION = 'us-east-1';
const SERVICE = 'connect-campaigns';
/** Far enough ahead for any run. */
const EXPIRATION_AHEAD_MS = 24 * 3_600_000;

/** One whole HTTP request as bytes; tokens are random, as clients make them. */
export function signedBatch(host: string, campaignId: string, signer: Signer, now: Date): Buffer {
  const body = JSON.stringify({
    outboundRequests: Array.from({ length: REQUESTS_PER_BATCH }, () => outboundRequest(now)),
  });
  const path = `/v2/campaigns/${campaignId}/outbound-requests`;
  const amzDate = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const authorization = authorizationHeader({ method: 'PUT', path, host, amzDate, body, signer });
  return Buffer.from(
    `PUT ${path} HTTP/1.1\r\nhost: ${host}\r\nx-amz-date: ${amzDate}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nauthorization: ${authorization}\r\n\r\n${body}`,
  );
}

/**
 * Endings below 10 are roles of the loopback world, among them a message that is never receipted; the others are drawn from
 * its everyday mix.
 */
function phoneNumber(): string {
  const prefix = Math.floor(Math.random() * 100);
  const ending = 10 + Math.floor(Math.random() * 90);
  return `+1206555${String(prefix).padStart(2, '0')}${ending}`;
}

function outboundRequest(now: Date): object {
  return {
    clientToken: randomUUID(),
    expirationTime: new Date(now.getTime() + EXPIRATION_AHEAD_MS).toISOString(),
    channelSubtypeParameters: {
      sms: {
        destinationPhoneNumber: phoneNumber(),
        templateParameters: {
          FirstName: 'Katherine',
          AppointmentDate: '2026-12-01 at 10:30',
          Clinic: 'Northgate Family Practice',
          ConfirmationCode: randomUUID().slice(0, 8),
        },
      },
    },
  };
}

interface SignedParts {
  method: string;
  path: string;
  host: string;
  amzDate: string;
  body: string;
  signer: Signer;
}

/** Signature Version 4 with host and date signed, as boto3 does it. */
function authorizationHeader({ method, path, host, amzDate, body, signer }: SignedParts): string {
  const day = amzDate.slice(0, 8);
  const signedHeaders = 'content-type;host;x-amz-date';
  const canonical = `${method}\n${path}\n\ncontent-type:application/json\nhost:${host}\nx-amz-date:${amzDate}\n\n${signedHeaders}\n${sha256(body)}`;
  const scope = `${day}/${REGION}/${SERVICE}/aws4_request`;
  const key = [day, REGION, SERVICE, 'aws4_request'].reduce<Buffer | string>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    `AWS4${signer.secretAccessKey}`,
  );
  const signature = createHmac('sha256', key)
    .update(`AWS4-HMAC-SHA256\n${amzDate}\n${scope}\n${sha256(canonical)}`)
    .digest('hex');
  return `AWS4-HMAC-SHA256 Credential=${signer.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
