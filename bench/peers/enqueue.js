/**
 * What every peer does alike: eight callers enqueue batches of 25 with random deduplication keys and payloads of the
 * size of our requests, one call in flight per caller; one JSON line says the rate. Run as a process of its own.
 */
import { randomUUID } from 'node:crypto';

const CALLERS = 8;
const BATCH_SIZE = 25;
const WARM_UP_BATCHES = 100;
const BATCHES = 1500;

/** Payload of about 350 bytes with its token. */
export function payload() {
  return {
    clientToken: randomUUID(),
    expirationTime: '2026-12-01T10:30:00Z',
    channelSubtypeParameters: {
      sms: {
        destinationPhoneNumber: '+12065550100',
        templateParameters: {
          FirstName: 'Katherine',
          AppointmentDate: '2026-12-01 at 10:30',
          Clinic: 'Northgate Family Practice',
          ConfirmationCode: randomUUID().slice(0, 8),
        },
      },
    },
  };
}

/** Measures `enqueue(batch of payloads)` and prints the result. */
export async function measure(enqueue) {
  await run(enqueue, WARM_UP_BATCHES);
  const startedAt = performance.now();
  await run(enqueue, BATCHES);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(JSON.stringify({ requestsPerSecond: (BATCHES * BATCH_SIZE) / seconds }));
}

async function run(enqueue, batches) {
  const queue = Array.from({ length: batches }, () => Array.from({ length: BATCH_SIZE }, payload));
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      for (let batch = queue.pop(); batch !== undefined; batch = queue.pop()) await enqueue(batch);
    }),
  );
}
