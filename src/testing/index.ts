/**
 * Campanile for the tests of its users: the whole service in the process of the test, on a free port, keeping nothing, with
 * the loopback carriers. With the virtual clock time stands still until the test advances it.
 */

import { startCampanile as start } from '../compose.ts';
import { loadConfig } from '../config/load.ts';
import { createRealClock } from '../lib/clock.ts';
import { createIdSource } from '../lib/ids.ts';
import { createMonotonic } from '../lib/monotonic.ts';
import { createSeededRandom } from '../lib/random.ts';
import { createLog } from '../telemetry/log.ts';

export interface CampanileOptions {
  /** real when absent; then loopback calls and receipts take a tenth of their natural time. */
  readonly clock?: 'virtual' | 'real';
  /** Where a virtual clock begins, ISO 8601; now when absent. */
  readonly start?: string;
  /** relaxed when absent. */
  readonly limits?: 'relaxed' | 'aws';
  /** Chooses the outcomes that the carriers draw; the same seed draws the same. */
  readonly seed?: number;
  /** Lines of the log; none when absent. */
  readonly onLog?: (line: string) => void;
}

/** What a carrier would have received. */
export interface ReceivedMessage {
  readonly at: string;
  readonly requestId: string;
  readonly campaignId: string;
  readonly channelSubtype: 'TELEPHONY' | 'SMS' | 'EMAIL' | 'WHATSAPP';
  readonly to: string;
  readonly from?: string;
  readonly templateArn?: string;
  readonly templateParameters?: Readonly<Record<string, string>>;
  /** The words of a message, where its template is known: `data` is WhatsApp's. */
  readonly message?: {
    readonly subject?: string;
    readonly text?: string;
    readonly html?: string;
    readonly headers?: readonly { readonly name: string; readonly value: string }[];
    readonly data?: string;
  };
  /** Of a call. */
  readonly contactFlowId?: string;
  /** Of a call. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface MessageQuery {
  /** A number in E.164 or an email address in lower case. */
  readonly to?: string;
  /** A campaign id. */
  readonly campaign?: string;
  /** The last so many, 100 when absent and 1,000 at most. */
  readonly limit?: number;
}

export interface TestCampanile {
  /** The endpoint for AWS clients; any credentials do. */
  readonly url: string;
  /** Advances a virtual clock by an ISO 8601 duration; resolves when all that follows is done. */
  advance(by: string): Promise<{ now: string; timersFired: number }>;
  /** What carriers would have received, in order. */
  messages(query?: MessageQuery): Promise<ReceivedMessage[]>;
  /** Forgets every campaign, request and message; the clock stays where it is. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a service of the test's own. Rejects when an option is wrong. */
export async function startCampanile(options: CampanileOptions = {}): Promise<TestCampanile> {
  const { clock = 'real', start: begin, limits = 'relaxed', seed = 1, onLog } = options;
  const loaded = loadConfig({
    flags: {
      port: '0',
      data: ':memory:',
      clock,
      limits,
      drainSeconds: '0',
      'channels.loopback.seed': String(seed),
      ...(begin !== undefined && { start: begin }),
    },
    // A test depends on nothing but its own options.
    environment: {},
    file: null,
  });
  if (loaded.kind === 'refused') throw new RangeError(loaded.problems.join('; '));
  const random = createSeededRandom(seed);
  const { url, stop } = await start(loaded.config, {
    wall: createRealClock(),
    monotonic: createMonotonic(),
    random,
    ids: createIdSource(),
    // Nothing outlives the test, so its ids need no secret; the same seed makes the same ones.
    secretBytes: (count) => Uint8Array.from({ length: count }, () => Math.floor(random.next() * 256)),
    log: createLog({
      level: onLog === undefined ? 'silent' : 'debug',
      format: 'json',
      write: (line) => onLog?.(line),
    }),
    crash: () => {
      throw new Error('crashBeforeAnswer needs a process of its own: start it with `campanile serve`');
    },
    onFatal: (error) => {
      throw error;
    },
  });
  return {
    url,
    // Our own admin API, described by its OpenAPI document: the casts below say what it says.
    advance: async (by) =>
      (await call(`${url}/admin/v1/clock/advance`, { by })) as { now: string; timersFired: number },
    async messages({ to, campaign, limit } = {}) {
      const query = new URLSearchParams({
        ...(to !== undefined && { to }),
        ...(campaign !== undefined && { campaign }),
        ...(limit !== undefined && { limit: String(limit) }),
      });
      const { messages } = (await call(`${url}/admin/v1/loopback/messages?${query}`)) as {
        messages: ReceivedMessage[];
      };
      return messages;
    },
    async reset() {
      await call(`${url}/admin/v1/reset`, {});
    },
    stop,
  };
}

/** GET, or POST when there is a body; throws with what the service answered when it refuses. */
async function call(url: string, body?: object): Promise<unknown> {
  const init = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
