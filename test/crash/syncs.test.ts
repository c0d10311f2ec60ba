/**
 * SIGKILL cannot see a missing fsync, since the kernel keeps what was written. So: every connection says that it syncs at
 * each commit, and the system calls are counted.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { plainCall } from '../support/plain-call.ts';
import { temporaryFolder } from '../support/running-service.ts';
import type { Alterations } from './alterations.ts';
import { campaignNamed, requestOf } from './requests.ts';
import { startAltered } from './start-altered.ts';

const PUTS = 200;

const STRACE_MISSING = hasStrace() ? false : 'needs strace (apt-get install strace)';

function hasStrace(): boolean {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

interface Sunk {
  /** Syncs between the first put and the answer to the last. */
  readonly syncs: number;
  /** Of every connection: the journal and SQLite's number for `synchronous`. */
  readonly durability: readonly { readonly journalMode: string; readonly synchronous: number }[];
}

/** Puts requests one after the other into a service whose dispatcher has nothing to write, and counts its syncs. */
async function putOneByOne(synchronous: NonNullable<Alterations['synchronous']>): Promise<Sunk> {
  const folder = temporaryFolder('syncs');
  const trace = join(folder, 'trace');
  const durabilityReport = join(folder, 'durability.json');
  // Detached, so that the service is our child and not that of strace.
  const under = `strace -D -f --seccomp-bpf -qq -e signal=none -e trace=fsync,fdatasync -o ${trace}`;
  const service = await startAltered(
    { carrierLog: join(folder, 'carrier.log'), durabilityReport, synchronous },
    {
      data: join(folder, 'data'),
      // One message in a hundred seconds: after the first, every commit is that of a put.
      environment: { CRASH_TEST_UNDER: under, CAMPANILE_CAPACITY_MESSAGES_PER_SECOND: '0.01' },
    },
  );
  try {
    const { body } = await plainCall(service.url, 'PUT', '/v2/campaigns', campaignNamed('Syncs'));
    await plainCall(service.url, 'POST', `/v2/campaigns/${String(body['id'])}/start`);
    const before = countSyncs(trace);
    for (let put = 0; put < PUTS; put += 1) {
      // An SMS.
      const outboundRequests = [requestOf(4 * put + 1, Date.now())];
      const path = `/v2/campaigns/${String(body['id'])}/outbound-requests`;
      const answer = await plainCall(service.url, 'PUT', path, { outboundRequests });
      assert.deepEqual(answer.body['failedRequests'], []);
    }
    return { syncs: countSyncs(trace) - before, durability: JSON.parse(readFileSync(durabilityReport, 'utf8')) };
  } finally {
    await service.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Calls that have returned. */
function countSyncs(trace: string): number {
  return readFileSync(trace, 'utf8').match(/^.*f(?:data)?sync.* = 0$/gm)?.length ?? 0;
}

test('every connection syncs at each commit, and there are as many syncs as puts', {
  skip: STRACE_MISSING,
}, async () => {
  const { syncs, durability } = await putOneByOne('FULL');
  console.error(`crash: ${syncs} syncs at ${PUTS} puts`);
  assert.deepEqual(durability, Array(2).fill({ journalMode: 'wal', synchronous: 2 }));
  assert.ok(syncs >= PUTS, `${syncs} syncs`);
});

test('the count finds what it looks for: with synchronous=NORMAL there are fewer', {
  skip: STRACE_MISSING,
}, async () => {
  const { syncs, durability } = await putOneByOne('NORMAL');
  assert.deepEqual(durability, Array(2).fill({ journalMode: 'wal', synchronous: 1 }));
  assert.ok(syncs < PUTS, `${syncs} syncs`);
});
