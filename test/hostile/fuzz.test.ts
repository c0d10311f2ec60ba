/**
 * Random bytes against the handlers in process: paths, queries, headers and bodies that are nearly right, and some that are
 * nothing. Whatever comes, it is answered, never as our fault, and the answer is of this wire.
 */
import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import fc from 'fast-check';
import { ADMIN_SERVICE } from '../../src/admin/shapes/service.ts';
import { campaignsV2 } from '../../src/api/campaigns-v2/shapes/service.ts';
import { messageTemplates } from '../../src/api/message-templates/shapes/service.ts';
import type { HttpRequest, HttpResponse } from '../../src/api/protocol/http-message.ts';
import type { OperationShape } from '../../src/api/protocol/operation.ts';
import type { StreamResponse } from '../../src/api/protocol/stream-response.ts';
import { createAccess } from '../../src/compose/access.ts';
import { chooseClock } from '../../src/compose/business-clock.ts';
import { PARTS } from '../../src/compose/parts.ts';
import { openWorld } from '../../src/compose/world.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createRealClock } from '../../src/lib/clock.ts';
import { createSeededIdSource } from '../../src/lib/ids.ts';
import { createMonotonic } from '../../src/lib/monotonic.ts';
import { createSeededRandom } from '../../src/lib/random.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { arbitraryValue } from '../support/arbitrary-value.ts';

const RUNS = 2_000;
/** Of them get so far that their input is judged; else they prove little. */
const JUDGED_MIN = 500;

const errors: string[] = [];
/** How often which answer was given in the current test. */
const answers = new Map<string, number>();
beforeEach(() => answers.clear());

const handlers = await openHandlers();

async function openHandlers() {
  const loaded = loadConfig({ flags: { data: ':memory:', clock: 'virtual' }, environment: {}, file: null });
  if (loaded.kind === 'refused') throw new Error(loaded.problems.join('; '));
  const wall = createRealClock();
  const random = createSeededRandom(1);
  const unexpected = (): never => {
    throw new Error('nothing here dies');
  };
  const ambient = {
    wall,
    monotonic: createMonotonic(),
    random,
    ids: createSeededIdSource(random),
    secretBytes: (count: number) => new Uint8Array(count),
    log: createLog({ level: 'error', format: 'json', write: (line) => errors.push(line) }),
    crash: unexpected,
    onFatal: unexpected,
  };
  const access = createAccess(loaded.config, ambient);
  const world = await openWorld(loaded.config, {
    ...chooseClock(loaded.config, wall),
    ambient,
    parts: PARTS,
    access,
    metrics: createMetrics(),
    idKey: new Uint8Array(32),
    isReady: () => true,
    reset: async () => undefined,
  });
  after(() => world.close());
  return {
    campaigns: access.guarded({ prefix: '', handle: world.campaigns }).handle,
    templates: access.guarded({ prefix: '', handle: world.messageTemplates.wire }).handle,
    admin: access.guarded({ prefix: '/admin/v1', handle: world.admin }).handle,
  };
}

/** What node:http lets through in a target and in a header: no control characters, one character per byte. */
const octets = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .uint8Array({ maxLength })
    .map((bytes) => Buffer.from(bytes.map((byte) => (byte < 0x21 || byte === 0x7f ? 0x25 : byte))).toString('latin1'));

const segment = fc.oneof(
  octets(20),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom('..', '.', '', '%2F', '%00', '%', '__proto__', 'constructor', 'arn:aws:x', 'arn%3Aaws%3Ax%2Fy'),
  { arbitrary: fc.uuid(), weight: 4 },
);

/** An operation's path with anything in place of its labels, or anything. */
const pathOf = ({ uri, alsoAt }: OperationShape): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(uri, ...alsoAt), fc.array(segment, { minLength: 3, maxLength: 3 }))
    .map(([path, labels]) => path.replaceAll(/\{\w+\}/g, () => labels.pop() ?? 'label'));

const query = fc
  .array(
    fc.tuple(fc.constantFrom('maxResults', 'nextToken', 'limit', 'cursor', 'to', 'q', 'X-Amz-Credential'), octets(12)),
    {
      maxLength: 4,
    },
  )
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));

/** Bytes of a valid document with some of them changed, cut or doubled. */
function damaged(document: fc.Arbitrary<unknown>): fc.Arbitrary<Uint8Array> {
  const damage = fc.record({
    at: fc.nat(2_000),
    byte: fc.nat(255),
    kind: fc.constantFrom('set', 'cut', 'double', 'none'),
  });
  return fc.tuple(document, fc.array(damage, { maxLength: 4 })).map(([value, damages]) => {
    let bytes = Buffer.from(JSON.stringify(value) ?? '');
    for (const { at, byte, kind } of damages) {
      const place = at % (bytes.length + 1);
      if (kind === 'set') bytes = Buffer.concat([bytes.subarray(0, place), Buffer.of(byte), bytes.subarray(place + 1)]);
      if (kind === 'cut') bytes = bytes.subarray(0, place);
      if (kind === 'double') bytes = Buffer.concat([bytes, bytes.subarray(place)]);
    }
    return bytes;
  });
}

const bodyOf = (operation: OperationShape): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    damaged(arbitraryValue(operation.input, ({ location }) => location === 'body')),
    damaged(fc.json().map((text) => JSON.parse(text))),
    fc.uint8Array({ maxLength: 300 }),
  );

/** Good ones as a rule: nearly every random header is the end of a request before its body is looked at. */
const headers = fc
  .oneof(
    { arbitrary: fc.constant({}), weight: 6 },
    fc.record({ 'content-type': octets(30) }),
    fc.record({ accept: octets(30) }),
    fc.record({ origin: octets(20) }),
    fc.record({ authorization: fc.oneof(octets(200), octets(40).map(openClaim)), 'x-amz-date': octets(20) }),
    fc.record({ 'last-event-id': octets(20) }),
  )
  .map((record): Record<string, string> => ({ 'content-type': 'application/json', host: 'localhost', ...record }));

function openClaim(credential: string): string {
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`;
}

function requestFor(operations: Readonly<Record<string, OperationShape>>): fc.Arbitrary<HttpRequest> {
  return fc.constantFrom(...Object.values(operations)).chain((operation) =>
    fc.record({
      method: fc.oneof({ arbitrary: fc.constant(operation.method), weight: 9 }, fc.constantFrom('PUT', 'OPTIONS', 'X')),
      rawPath: fc.oneof(
        { arbitrary: pathOf(operation), weight: 9 },
        octets(60).map((path) => `/${path}`),
      ),
      rawQuery: fc.oneof(query, octets(60)),
      headers,
      body: bodyOf(operation),
    }),
  );
}

async function isAnswered(
  handle: (request: HttpRequest) => Promise<HttpResponse | StreamResponse>,
  request: HttpRequest,
) {
  const response = await handle(request);
  assert.ok(response.status >= 200 && response.status < 500, `${response.status}`);
  const answer = response.headers['x-amzn-ErrorType'] ?? 'success';
  answers.set(answer, (answers.get(answer) ?? 0) + 1);
  if ('open' in response) return;
  const text = response.body.toString();
  if (response.status >= 400) {
    assert.match(response.headers['x-amzn-ErrorType'] ?? '', /^\w+Exception$/);
    assert.equal(typeof JSON.parse(text).message, 'string');
  }
  // A header must be one that can be written.
  for (const value of Object.values(response.headers)) assert.doesNotMatch(value, /[\0\r\n]/);
}

for (const [name, operations] of Object.entries({
  campaigns: campaignsV2.operations as Readonly<Record<string, OperationShape>>,
  templates: messageTemplates.operations as Readonly<Record<string, OperationShape>>,
  // A clock that is advanced by a random step may have years of work to do.
  admin: Object.fromEntries(
    Object.entries(ADMIN_SERVICE.operations).filter(([operation]) => operation !== 'AdvanceClock'),
  ),
} as const)) {
  const handle = handlers[name as keyof typeof handlers];
  test(`whatever comes, the ${name} handler answers it, and never as our own fault`, async () => {
    await fc.assert(
      fc.asyncProperty(requestFor(operations), (request) => isAnswered(handle, request)),
      { numRuns: RUNS },
    );
    assert.deepEqual(errors, []);
    const judged = ['success', 'SerializationException', 'ValidationException', 'ResourceNotFoundException'];
    const count = judged.reduce((sum, each) => sum + (answers.get(each) ?? 0), 0);
    assert.ok(count >= JUDGED_MIN, JSON.stringify([...answers]));
  });
}
