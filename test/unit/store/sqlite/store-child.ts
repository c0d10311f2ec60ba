/** A process with a store that comes to grief: node store-child.ts FOLDER io-error|full|kill HOST [FAILPOINT NTH] [early]. */
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../../../src/store/sqlite/open.ts';
import { FAILPOINTS, type TestControls } from '../../../../src/store/sqlite/options.ts';
import { StoreError } from '../../../../src/store/store.ts';
import {
  aBatch,
  acceptTokens,
  anEpoch,
  aRow,
  aRunningCampaign,
  campaignId,
  claimDue,
  NOW,
} from '../../../conformance/fixtures.ts';

const [folder = '', mode = '', host = 'worker', failpoint, nth, early] = process.argv.slice(2);
const ID = campaignId(1);
const CALLERS = 4;
const ROWS = 25;

/** A pipe takes it before the next statement runs, so what was said before a kill is heard. */
function say(value: unknown): void {
  writeSync(1, `${JSON.stringify(value)}\n`);
}

function controls(): TestControls {
  const name = FAILPOINTS.find((each) => each === failpoint);
  return {
    ...(name !== undefined && { killAt: { name, nth: Number(nth) } }),
    acknowledgeBeforeCommit: early === 'early',
  };
}

let fatal = 0;
const store = await openSqliteStore({
  folder,
  host: host === 'inline' ? 'inline' : 'worker',
  testControls: controls(),
  onFatal: () => {
    fatal += 1;
  },
});

async function put(from: number): Promise<void> {
  const rows = Array.from({ length: ROWS }, (_, number) => aRow(ID, `t${from + number}`, { content: 'x'.repeat(300) }));
  await store.requests.accept(aBatch(ID, rows));
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'answered';
  } catch (error) {
    return error instanceof StoreError ? error.code : String(error);
  }
}

/** Callers that put until they are refused; `after` hears of each batch that was answered. */
async function putAll(after: (from: number) => void): Promise<void> {
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let from = next; from < 1_000_000; from = next) {
      next += ROWS;
      await put(from);
      after(from);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

await aRunningCampaign(store);
if (mode === 'kill') {
  await putAll(say);
} else if (mode === 'full') {
  for (let from = 1_000_000; from < 1_001_000; from += ROWS) await put(from);
  const keys = await claimDue(store, ID, await anEpoch(store));
  let acknowledged = 1_000;
  const refusal = await codeOf(
    putAll(() => {
      acknowledged += ROWS;
    }),
  );
  // One by one: each needs its own commit, and its own room in the log.
  for (const key of keys) {
    await store.requests.finish([{ key, disposition: { state: 'Failed', reason: 'BUSY' }, at: NOW }]);
  }
  const { accepted, failed } = await store.requests.counters(ID);
  await store.close();
  say({ refusal, fatal, failed, isEveryoneThere: accepted >= acknowledged });
} else {
  let acknowledged = 0;
  await putAll(() => {
    acknowledged += ROWS;
  }).catch(() => undefined);
  const after = [
    await codeOf(acceptTokens(store, ID, 'later')),
    await codeOf(store.leases.release('none', 1)),
    await codeOf(store.requests.counters(ID)),
  ];
  await store.close();
  say(acknowledged);
  say(fatal);
  say(after);
  process.exit(74);
}
