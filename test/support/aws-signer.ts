/** Signs requests with AWS's own signer for JavaScript, the way the SDK does, for tests of the verifier. */
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpRequest } from '../../src/api/protocol/http-message.ts';
import type { AccessKey } from '../../src/keys/access-key.ts';

/** A request before it is signed. Path and query are decoded pieces; strings are real text. */
export interface Unsigned {
  readonly method: string;
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export const KEY: AccessKey = {
  id: 'AKIAIOSFODNN7EXAMPLE',
  kind: 'api',
  account: '123456789012',
  principal: 'alice',
  secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  createdAt: 0,
};

export const SERVICE = 'connect-campaigns';
export const REGION = 'eu-west-2';
export const NOW = Date.parse('2026-03-29T00:59:30Z');

export const UNSIGNED: Unsigned = {
  method: 'PUT',
  segments: ['v2', 'campaigns', '77777777-7777-4777-8777-777777777777', 'outbound-requests'],
  query: {},
  headers: { host: 'localhost:4577', 'content-type': 'application/json' },
  body: Buffer.from('{"outboundRequests":[]}'),
};

export interface SigningOptions {
  readonly key?: AccessKey;
  readonly at?: number;
  readonly service?: string;
  readonly region?: string;
}

/** With an Authorization header. */
export async function sign(unsigned: Unsigned, options: SigningOptions = {}): Promise<HttpRequest> {
  const { signer, at } = signerOf(options);
  const signed = await signer.sign(requestOf(unsigned), { signingDate: new Date(at) });
  return { ...wireForm(unsigned, unsigned.query), headers: asBytes(signed.headers) };
}

/** As a presigned URL. */
export async function presign(
  unsigned: Unsigned,
  options: SigningOptions & { readonly expiresIn?: number } = {},
): Promise<HttpRequest> {
  const { signer, at } = signerOf(options);
  const request = requestOf(unsigned);
  const signed = await signer.presign(request, { signingDate: new Date(at), expiresIn: options.expiresIn ?? 900 });
  const query = Object.entries(signed.query ?? {}).map(([name, value]): [string, string[]] => [
    name,
    [value ?? []].flat(),
  ]);
  return { ...wireForm(unsigned, Object.fromEntries(query)), headers: asBytes(signed.headers) };
}

/** Percent-encodes everything but the unreserved characters, as the SDKs do. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function signerOf({ key = KEY, at = NOW, service = SERVICE, region = REGION }: SigningOptions) {
  const credentials = {
    accessKeyId: key.id,
    secretAccessKey: key.secret,
    ...(key.sessionToken === undefined ? {} : { sessionToken: key.sessionToken }),
  };
  return { signer: new SignatureV4({ credentials, service, region, sha256: Sha256 }), at };
}

function requestOf({ method, segments, query, headers, body }: Unsigned) {
  const path = `/${segments.map(encode).join('/')}`;
  const lists = Object.fromEntries(Object.entries(query).map(([name, values]) => [name, [...values]]));
  return { method, protocol: 'http:', hostname: 'localhost', path, query: lists, headers: { ...headers }, body };
}

/** The request as node:http would hand it on: encoded path and query, one character per byte. */
function wireForm(unsigned: Unsigned, query: Unsigned['query']): Omit<HttpRequest, 'headers'> {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    values.map((value) => `${encode(name)}=${encode(value)}`),
  );
  return {
    method: unsigned.method,
    rawPath: `/${unsigned.segments.map(encode).join('/')}`,
    rawQuery: pairs.reverse().join('&'),
    body: unsigned.body,
  };
}

function asBytes(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name.toLowerCase(),
    Buffer.from(value).toString('latin1'),
  ]);
  return Object.fromEntries(entries);
}

/** The hash that the signer asks for, made of node:crypto. */
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('the signer never resets a hash');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
