/** A service on the virtual clock whose requests explain themselves: everything here goes through the public APIs. */
import assert from 'node:assert/strict';
import { startCampanile, type TestCampanile } from '../../../src/testing/index.ts';
import { plainCall } from '../../support/plain-call.ts';
import { external, INSTANCE, SMS } from '../api/campaigns-v2/sample-campaigns.ts';

/** A Monday, noon in London. */
export const START = '2026-01-05T12:00:00Z';

export interface Told {
  readonly code: string;
  readonly kind: 'happened' | 'standing' | 'ahead';
  readonly sentence: string;
  readonly at?: string;
  readonly until?: string;
  readonly zones?: readonly { readonly name: string; readonly localTime: string; readonly opensAtLocal?: string }[];
  readonly hits?: readonly string[];
}

export interface ToldRequests {
  readonly campanile: TestCampanile;
  readonly url: string;
  /** Any call that must succeed. */
  call(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>>;
  created(input?: Record<string, unknown>): Promise<string>;
  running(input?: Record<string, unknown>): Promise<string>;
  move(campaignId: string, action: 'start' | 'pause' | 'resume' | 'stop'): Promise<void>;
  /** Puts one request for each number or address into an external campaign; their ids. */
  put(campaignId: string, destinations: readonly string[], options?: PutOptions): Promise<string[]>;
  /** So many communications a day with one recipient; a campaign has made the instance known before. */
  limitInstance(maxCountPerRecipient: number): Promise<void>;
  explain(requestId: string): Promise<readonly Told[]>;
  /** The codes that stand in the way. */
  standing(requestId: string): Promise<string[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface PutOptions {
  readonly channel?: 'telephony' | 'sms';
  readonly expirationTime?: string;
}

const CALLS_PER_BATCH = 25;
let tokens = 0;

/** Starts the service at START. */
export async function toldRequests(): Promise<ToldRequests> {
  const campanile = await startCampanile({ clock: 'virtual', start: START });
  const { url } = campanile;

  async function call(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
    const answer = await plainCall(url, method, path, body);
    assert.equal(answer.status, 200, `${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async function created(input = external()): Promise<string> {
    return String((await call('PUT', '/v2/campaigns', input))['id']);
  }

  async function putBatch(campaignId: string, destinations: readonly string[], options: PutOptions): Promise<string[]> {
    const { channel = 'sms', expirationTime = '2026-03-01T00:00:00Z' } = options;
    const outboundRequests = destinations.map((destinationPhoneNumber) => {
      const parameters = channel === 'telephony' ? { attributes: {} } : { templateParameters: {} };
      tokens += 1;
      return {
        clientToken: `token-${tokens}`,
        expirationTime,
        channelSubtypeParameters: { [channel]: { destinationPhoneNumber, ...parameters } },
      };
    });
    const answer = await call('PUT', `/v2/campaigns/${campaignId}/outbound-requests`, { outboundRequests });
    // The wire's own answer.
    const { successfulRequests, failedRequests } = answer as {
      successfulRequests: { id: string }[];
      failedRequests: object[];
    };
    assert.deepEqual(failedRequests, []);
    return successfulRequests.map(({ id }) => id);
  }

  async function explain(requestId: string): Promise<readonly Told[]> {
    const { findings } = await call('GET', `/admin/v1/requests/${requestId}/explain`);
    // The admin API's own document.
    return findings as readonly Told[];
  }

  return {
    campanile,
    url,
    call,
    created,
    async running(input) {
      const id = await created(input);
      await call('POST', `/v2/campaigns/${id}/start`);
      return id;
    },
    async move(campaignId, action) {
      await call('POST', `/v2/campaigns/${campaignId}/${action}`);
    },
    async put(campaignId, destinations, options = {}) {
      const ids: string[] = [];
      for (let from = 0; from < destinations.length; from += CALLS_PER_BATCH) {
        ids.push(...(await putBatch(campaignId, destinations.slice(from, from + CALLS_PER_BATCH), options)));
      }
      return ids;
    },
    async limitInstance(maxCountPerRecipient) {
      const communicationLimitsList = [{ maxCountPerRecipient, frequency: 1, unit: 'DAY' }];
      await call('PUT', `/v2/connect-instance/${INSTANCE}/communication-limits`, {
        communicationLimitsConfig: { allChannelSubtypes: { communicationLimitsList } },
      });
    },
    explain,
    async standing(requestId) {
      return (await explain(requestId)).filter(({ kind }) => kind === 'standing').map(({ code }) => code);
    },
    [Symbol.asyncDispose]: () => campanile.stop(),
  };
}

/** The finding of a code; fails when there is none. */
export function find(findings: readonly Told[], code: string): Told {
  const found = findings.find((finding) => finding.code === code);
  assert.ok(found !== undefined, `no ${code} among ${findings.map((finding) => finding.code).join(', ')}`);
  return found;
}

/** `count` different numbers of London that end as told. */
export const numbers = (count: number, lastDigits = '10'): string[] =>
  Array.from({ length: count }, (_, index) => `+4420794${String(index).padStart(4, '0')}${lastDigits}`);

/** An external campaign whose channels are open on weekdays from 9 to 17 in the zone of the number. */
export const withHours = (members: Record<string, unknown> = {}): Record<string, unknown> => {
  const dailyHours = Object.fromEntries(
    ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((day) => [
      day,
      [{ startTime: 'T09:00', endTime: 'T17:00' }],
    ]),
  );
  return external({
    communicationTimeConfig: {
      localTimeZoneConfig: { localTimeZoneDetection: ['AREA_CODE'] },
      sms: { openHours: { dailyHours } },
    },
    ...members,
  });
};

export { external, INSTANCE, SMS };
