/** Random requests to sign, and single changes to a signed one that a verifier must notice. */
import fc from 'fast-check';
import type { HttpRequest } from '../../src/api/protocol/http-message.ts';
import type { Unsigned } from './aws-signer.ts';

/** Any text without the dots and empty segments that signers and services fold away. */
const segment = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 24, unit: 'grapheme' }),
    fc.constant('arn:aws:connect-campaigns:us-east-1:123456789012:campaign/77777777-7777-4777-8777-777777777777'),
    fc.stringMatching(/^[a-z0-9-]{1,16}$/),
  )
  .filter((text) => !/^\.{1,2}$/.test(text));

/** What an HTTP field may hold: visible ASCII with blanks, in runs too. */
const headerValue = fc.stringMatching(/^[!-~]{1,8}([ \t]{1,3}[!-~]{1,8}){0,3}$/);

/** Names as the API has them and as it has not, `__proto__` not among them, since the signers hold queries in plain objects. */
const queryName = fc
  .string({ minLength: 1, maxLength: 10, unit: 'grapheme' })
  .filter((name) => !/^x-amz-/i.test(name) && name !== '__proto__');

/** A request of any shape; its header names are none that signers leave out. */
export function anUnsigned(): fc.Arbitrary<Unsigned> {
  return fc.record({
    method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE'),
    segments: fc.array(segment, { minLength: 1, maxLength: 5 }),
    query: fc.dictionary(
      queryName,
      fc.array(fc.string({ maxLength: 12, unit: 'grapheme' }), { minLength: 1, maxLength: 3 }),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
    headers: fc
      .dictionary(fc.stringMatching(/^x-test-[a-z]{1,6}$/), headerValue, { maxKeys: 3, noNullPrototype: true })
      .map((headers) => ({ ...headers, host: 'localhost:4577' })),
    body: fc.uint8Array({ maxLength: 64 }),
  });
}

const PLACES = [
  'method',
  'path',
  'query added',
  'query spelled',
  'query value',
  'header',
  'body',
  'signature',
  'signed headers',
  'region',
  'date',
] as const;

export interface Mutation {
  readonly what: (typeof PLACES)[number];
  /** Chooses where, in [0, 1). */
  readonly where: number;
}

export function mutation(): fc.Arbitrary<Mutation> {
  return fc.record({ what: fc.constantFrom(...PLACES), where: fc.double({ min: 0, max: 0.999, noNaN: true }) });
}

/** The request with one thing changed. */
export function applyMutation(request: HttpRequest, { what, where }: Mutation): HttpRequest {
  switch (what) {
    case 'method':
      return { ...request, method: request.method === 'POST' ? 'DELETE' : 'POST' };
    case 'path':
      return { ...request, rawPath: replaceCharacter(request.rawPath, where) };
    case 'query added':
      return { ...request, rawQuery: request.rawQuery === '' ? 'added=' : `${request.rawQuery}&added=` };
    case 'query spelled':
      return { ...request, rawQuery: `${request.rawQuery}&X%2DAmz-Signature=0` };
    case 'query value':
      return { ...request, rawQuery: request.rawQuery === '' ? 'a=b' : `${request.rawQuery}x` };
    case 'header':
      return withHeader(request, 'host', (host) => `${host}0`);
    case 'body':
      return { ...request, body: changeBody(request.body, where) };
    case 'signature':
      return rewriteClaim(request, /(Signature=)([0-9a-f]{64})/, (hex) => replaceCharacter(hex, where));
    case 'signed headers':
      return rewriteClaim(request, /(SignedHeaders=)([^,&]+)/, (names) => names.replace(/;?host/, ''));
    case 'region':
      return rewriteClaim(request, /(\/|%2F)(eu-west-2)/, () => 'eu-west-1');
    case 'date':
      return rewriteClaim(withHeader(request, 'x-amz-date', nextSecond), /(X-Amz-Date=)(\w+)/, nextSecond);
  }
}

/** In the Authorization header or in the query, wherever the claim is. */
function rewriteClaim(request: HttpRequest, pattern: RegExp, change: (part: string) => string): HttpRequest {
  const rewrite = (text: string): string =>
    text.replace(pattern, (_, before: string, part: string) => before + change(part));
  return 'authorization' in request.headers
    ? withHeader(request, 'authorization', rewrite)
    : { ...request, rawQuery: rewrite(request.rawQuery) };
}

function withHeader(request: HttpRequest, name: string, change: (value: string) => string): HttpRequest {
  const value = request.headers[name];
  return value === undefined ? request : { ...request, headers: { ...request.headers, [name]: change(value) } };
}

const nextSecond = (amzDate: string): string => amzDate.replace(/30Z$/, '31Z');

/** One letter or digit becomes another; a text without one gets one more. */
function replaceCharacter(text: string, where: number): string {
  const places = [...text.matchAll(/[0-9a-zA-Z]/g)].map((match) => match.index);
  const at = places[Math.floor(where * places.length)];
  if (at === undefined) return `${text}0`;
  const hexSafe = text[at] === '1' ? '2' : '1';
  return text.slice(0, at) + hexSafe + text.slice(at + 1);
}

function changeBody(body: Uint8Array, where: number): Uint8Array {
  const at = Math.floor(where * (body.length + 1));
  if (at === body.length) return Buffer.concat([body, Buffer.from([0])]);
  return Uint8Array.from(body, (byte, index) => (index === at ? byte ^ 1 : byte));
}
