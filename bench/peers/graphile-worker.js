/** graphile-worker: `addJobs` is its bulk call; jobKey is its deduplication. */
import { makeWorkerUtils } from 'graphile-worker';
import { measure } from './enqueue.js';

const utils = await makeWorkerUtils({ connectionString: process.argv[2], maxPoolSize: 8 });
await utils.migrate();
await measure((batch) =>
  utils.addJobs(batch.map((payload) => ({ identifier: 'request', payload, jobKey: payload.clientToken }))),
);
await utils.release();
