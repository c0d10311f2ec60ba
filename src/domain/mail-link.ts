/**
 * What the links of a mail say when they come back: who wants no more mail, who opened, where a click leads. They are sealed,
 * so that a link shows no personal data, works for as long as the installation lives, and is believed.
 */
import { createSeal } from '../lib/seal.ts';
import type { CampaignId } from './campaign.ts';
import { formatRequestId, parseRequestId, REQUEST_ID_BYTES, type RequestId } from './request-id.ts';

export type MailLink =
  /** Has all that it takes to suppress, since the request may be purged before somebody unsubscribes. */
  | {
      readonly kind: 'unsubscribe';
      readonly requestId: RequestId;
      readonly campaignId: CampaignId;
      readonly address: string;
    }
  | { readonly kind: 'open'; readonly requestId: RequestId }
  /** `url` is absolute, of http or https. */
  | { readonly kind: 'click'; readonly requestId: RequestId; readonly url: string };

export interface MailLinkSeal {
  /** The token of a link; the same link has the same token. */
  write(link: MailLink): string;
  /** The link of a token, or undefined when it is not one of ours. */
  read(token: string): MailLink | undefined;
}

/** A token of the longest URL that a mail tracks has some 2,800 characters. */
const TOKEN_MAX = 4_096;

/** The first byte of a sealed link. */
const KIND_BYTES = { unsubscribe: 0x75, open: 0x6f, click: 0x63 } as const satisfies Record<MailLink['kind'], number>;
const UUID_BYTES = REQUEST_ID_BYTES;

/** Seals links with `key`. */
export function createMailLinkSeal(key: Uint8Array): MailLinkSeal {
  const seal = createSeal(key);
  return {
    write: (link) => seal.seal(bytesOf(link)),
    read(token) {
      const bytes = token.length > TOKEN_MAX ? undefined : seal.open(token);
      return bytes === undefined ? undefined : linkOf(bytes);
    },
  };
}

function bytesOf(link: MailLink): Buffer {
  const head = [Buffer.of(KIND_BYTES[link.kind]), uuidBytes(link.requestId)];
  switch (link.kind) {
    case 'unsubscribe':
      return Buffer.concat([...head, uuidBytes(link.campaignId), Buffer.from(link.address)]);
    case 'open':
      return Buffer.concat(head);
    case 'click':
      return Buffer.concat([...head, Buffer.from(link.url)]);
  }
}

function linkOf(bytes: Buffer): MailLink | undefined {
  const requestId = formatRequestId(bytes.subarray(1, 1 + UUID_BYTES));
  const rest = bytes.subarray(1 + UUID_BYTES);
  switch (bytes[0]) {
    case KIND_BYTES.unsubscribe: {
      // It was the id of a campaign when we sealed it.
      const campaignId = formatRequestId(rest.subarray(0, UUID_BYTES)) as string as CampaignId;
      return { kind: 'unsubscribe', requestId, campaignId, address: rest.toString('utf8', UUID_BYTES) };
    }
    case KIND_BYTES.open:
      return { kind: 'open', requestId };
    case KIND_BYTES.click:
      return { kind: 'click', requestId, url: rest.toString('utf8') };
    default:
      return undefined;
  }
}

function uuidBytes(uuid: string): Buffer {
  const bytes = parseRequestId(uuid);
  if (bytes === undefined) throw new TypeError('an id in a link must be a UUID');
  return bytes;
}
