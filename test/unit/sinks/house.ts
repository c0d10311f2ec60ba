/** A whole service in process with sinks, and campaigns put into it through its public API. */
import { randomBytes } from 'node:crypto';
import { startCampanile } from '../../../src/compose.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { createRealClock } from '../../../src/lib/clock.ts';
import { createIdSource } from '../../../src/lib/ids.ts';
import { createMonotonic } from '../../../src/lib/monotonic.ts';
import { createSeededRandom } from '../../../src/lib/random.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import { CHANNELS } from '../../support/channels.ts';
import { plainCall } from '../../support/plain-call.ts';

export const START = '2026-12-01T09:00:00Z';
/** The clock goes on from test to test; nothing expires on the way. */
const EXPIRES = '2027-12-01T00:00:00Z';
/** Communication time that is closed for hours and days to come: who is put waits. */
export const CLOSED = {
  communicationTimeConfig: {
    localTimeZoneConfig: { defaultTimeZone: 'UTC' },
    ...Object.fromEntries(
      ['telephony', 'sms', 'email', 'whatsApp'].map((channel) => [
        channel,
        { openHours: { dailyHours: { SUNDAY: [{ startTime: 'T03:00', endTime: 'T03:01' }] } } },
      ]),
    ),
  },
};

export interface House {
  readonly url: string;
  readonly log: readonly string[];
  /** A Running campaign on every channel. */
  campaign(channels?: object, more?: object): Promise<string>;
  /** Puts one request; answers its id. */
  put(campaign: string, parameters: object, expirationTime?: string): Promise<string>;
  advance(by: string): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks for in an answer, the test says.
  get(path: string): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: what a test looks for in an answer, the test says.
  post(path: string, body: object): Promise<any>;
  stop(): Promise<void>;
}

/** Names are not taken twice, also where one house follows another on the same data. */
let campaigns = 0;

/** Starts a house with these settings, on the virtual clock unless they say otherwise. */
export async function openHouse(flags: Readonly<Record<string, string>> = {}): Promise<House> {
  const clock = flags['clock'] ?? 'virtual';
  const loaded = loadConfig({
    flags: {
      port: '0',
      data: ':memory:',
      clock,
      drainSeconds: '0',
      ...(clock === 'virtual' && { start: START }),
      ...flags,
    },
    environment: {},
    file: null,
  });
  if (loaded.kind === 'refused') throw new Error(loaded.problems.join('; '));
  const log: string[] = [];
  const running = await startCampanile(loaded.config, {
    wall: createRealClock(),
    monotonic: createMonotonic(),
    random: createSeededRandom(1),
    ids: createIdSource(),
    secretBytes: (count) => new Uint8Array(randomBytes(count)),
    log: createLog({ level: 'info', format: 'json', write: (line) => log.push(line) }),
    crash: () => undefined,
    onFatal: (error) => {
      throw error;
    },
  });
  const { url } = running;
  let tokens = 0;

  async function call(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
    const answer = await plainCall(url, method, path, body);
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  return {
    url,
    log,
    async campaign(channels = CHANNELS, more = {}) {
      campaigns += 1;
      const { id } = await call('PUT', '/v2/campaigns', {
        name: `campaign ${campaigns}`,
        connectInstanceId: 'clinic',
        channelSubtypeConfig: channels,
        ...more,
      });
      await call('POST', `/v2/campaigns/${String(id)}/start`);
      return String(id);
    },
    async put(campaign, channelSubtypeParameters, expirationTime = EXPIRES) {
      tokens += 1;
      const { successfulRequests } = await call('PUT', `/v2/campaigns/${campaign}/outbound-requests`, {
        outboundRequests: [{ clientToken: `token-${tokens}`, expirationTime, channelSubtypeParameters }],
      });
      // The wire's own shape.
      const [first] = successfulRequests as { id: string }[];
      if (first === undefined) throw new Error('the request was refused');
      return first.id;
    },
    async advance(by) {
      await call('POST', '/admin/v1/clock/advance', { by });
    },
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    stop: running.stop,
  };
}

export const callTo = (number: string) => ({ telephony: { destinationPhoneNumber: number, attributes: {} } });
export const smsTo = (number: string) => ({ sms: { destinationPhoneNumber: number, templateParameters: {} } });
export const whatsAppTo = (number: string) => ({
  whatsApp: { destinationPhoneNumber: number, templateParameters: {} },
});
export const mailTo = (address: string) => ({
  email: { destinationEmailAddress: address, templateParameters: {} },
});

/** Waits until the condition holds, by looking again and again; throws after a while. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
