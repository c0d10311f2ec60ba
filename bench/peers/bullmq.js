/** BullMQ: `addBulk` is its bulk call; jobId is its deduplication. */
import { Queue } from 'bullmq';
import { measure } from './enqueue.js';

const queue = new Queue('requests', { connection: { host: '127.0.0.1', port: Number(process.argv[2]) } });
await queue.waitUntilReady();
await measure((batch) =>
  queue.addBulk(batch.map((data) => ({ name: 'request', data, opts: { jobId: data.clientToken } }))),
);
await queue.close();
