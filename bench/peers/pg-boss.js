/** pg-boss: `insert` is its bulk call; a job id given by the caller is its deduplication. */
import { PgBoss } from 'pg-boss';
import { measure } from './enqueue.js';

const boss = new PgBoss({ connectionString: process.argv[2], max: 8, supervise: false, schedule: false });
boss.on('error', (error) => console.error(error));
await boss.start();
await boss.createQueue('requests');
await measure((batch) =>
  boss.insert(
    'requests',
    batch.map((data) => ({ id: data.clientToken, data })),
  ),
);
await boss.stop({ graceful: false });
