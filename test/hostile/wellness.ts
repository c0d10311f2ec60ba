/** Whether the service is as well as before: it answers a good call, its memory is bounded, its log tells of no failure. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after } from 'node:test';
import { plainCall } from '../support/plain-call.ts';
import { type RunningService, type ServiceOptions, startService } from '../support/running-service.ts';
import { external, smsRequest } from './good-calls.ts';

/**
 * What an attack may add to the resident memory of the service: some bodies of 4 MiB in the air at once, a thousand
 * sockets, and a heap that V8 lets grow under load. The worst measured is 210 MB, by clients that do not read: 50 of them
 * cost that however much they ask for, 200 of them 270 MB.
 */
const RSS_GROWTH_MAX_MB = 350;

export interface Target extends RunningService {
  /** A campaign that is Running. */
  readonly campaignId: string;
  /** Checks that the service is well; `what` has just been done to it. */
  isWellAfter(what: string): Promise<void>;
}

/** A service with a running campaign; when the file has ended, it must stop in order with nothing in its log. */
export async function startTarget(options: ServiceOptions = {}): Promise<Target> {
  const service = await startService(options);
  const { url, pid } = service;
  const { body } = await plainCall(url, 'PUT', '/v2/campaigns', external('Target'));
  const campaignId = String(body['id']);
  await plainCall(url, 'POST', `/v2/campaigns/${campaignId}/start`);
  let tokens = 0;
  const rssAtFirstMb = rssMb(pid);

  async function isWellAfter(what: string): Promise<void> {
    tokens += 1;
    const outboundRequests = [smsRequest(`wellness-${tokens}`)];
    const answer = await plainCall(url, 'PUT', `/v2/campaigns/${campaignId}/outbound-requests`, { outboundRequests });
    assert.equal(answer.status, 200, `a good call is answered after ${what}`);
    assert.deepEqual(answer.body['failedRequests'], []);
    const grownMb = rssMb(pid) - rssAtFirstMb;
    assert.ok(grownMb <= RSS_GROWTH_MAX_MB, `memory has grown by ${grownMb.toFixed(0)} MB after ${what}`);
  }

  after(async () => {
    const code = await service.stop();
    assert.equal(code, 0, service.log());
    const failures = service
      .log()
      .split('\n')
      .filter((line) => line.includes('"level":"error"'));
    assert.deepEqual(failures, [], 'the service has logged no error');
  });
  return { ...service, campaignId, isWellAfter };
}

/** Resident memory of a process (proc(5), /proc/pid/status). */
export function rssMb(pid: number): number {
  const [, kib = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}
