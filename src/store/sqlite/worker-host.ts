/** The calling thread's side of the engine's worker thread. */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Transferable, Worker } from 'node:worker_threads';
import { atEndOfTurn } from '../../lib/turn.ts';
import { StoreError } from '../store.ts';
import type { AcceptFrame } from './accept-frame.ts';
import type { Call } from './commands.ts';
import type { Host, HostHooks } from './host.ts';
import type { SqliteStoreOptions } from './options.ts';
import type { Answer, FromWorker, NumberedCall, ToWorker, WorkerSetup } from './worker-protocol.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Started from sources it is worker.ts, from the built package worker.js. */
const WORKER = new URL(`./worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url);

/**
 * Calls of one turn travel together, since a message and a commit for each would cost both threads more; after so many
 * rows the worker begins, while the turn goes on.
 */
const ROWS_PER_MESSAGE = 100;

/** Starts the worker and waits until it can answer. Rejects with what kept it from opening the store. */
export async function openWorkerHost(options: SqliteStoreOptions, hooks: HostHooks): Promise<Host> {
  const setup: WorkerSetup = { folder: options.folder, testControls: options.testControls ?? {} };
  const worker = new Worker(WORKER, { workerData: setup, name: 'store' });
  const ready = await readiness(worker);
  const waiting = new Map<number, Waiting>();
  let nextNumber = 1;
  let outgoing: NumberedCall[] = [];
  let transfers: Transferable[] = [];
  let outgoingRows = 0;
  let { figures } = ready;
  let refusal: StoreError | undefined;
  let isClosing = false;

  function flush(): void {
    if (outgoing.length === 0) return;
    const message: ToWorker = { kind: 'calls', calls: outgoing };
    worker.postMessage(message, transfers);
    outgoing = [];
    transfers = [];
    outgoingRows = 0;
  }

  function failWith(error: Error): void {
    if (refusal !== undefined) return;
    refusal = new StoreError('unavailable', 'the store has failed and answers nothing until a restart', {
      cause: error,
    });
    for (const { reject } of waiting.values()) reject(refusal);
    waiting.clear();
    hooks.onFatal(error);
  }

  function settle(answer: Answer): void {
    const call = waiting.get(answer.number);
    waiting.delete(answer.number);
    if (call === undefined) return;
    if ('error' in answer) call.reject(errorOf(answer.error));
    else call.resolve(answer.value);
  }

  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'answers') {
      figures = message.figures;
      for (const answer of message.answers) settle(answer);
    } else if (message.kind === 'events') {
      hooks.onEvents();
    } else if (message.kind === 'fatal') {
      failWith(new Error(message.message));
    }
  });
  worker.on('error', failWith);
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      if (!isClosing) failWith(new Error('the store thread has ended'));
      resolve();
    });
  });

  return {
    send: (call, rows) =>
      new Promise((resolve, reject) => {
        if (refusal !== undefined || isClosing) {
          reject(refusal ?? new StoreError('unavailable', 'the store is closed'));
          return;
        }
        const number = nextNumber++;
        waiting.set(number, { resolve, reject });
        if (outgoing.length === 0) atEndOfTurn(flush);
        outgoing.push({ number, call, rows });
        transfers.push(...transferOf(call));
        outgoingRows += rows;
        if (outgoingRows >= ROWS_PER_MESSAGE) flush();
      }),
    catalogue: ready.catalogue,
    durability: ready.durability,
    get figures() {
      return figures;
    },
    async close() {
      if (refusal !== undefined) await worker.terminate();
      else if (!isClosing) {
        flush();
        worker.postMessage({ kind: 'close' } satisfies ToWorker);
      }
      isClosing = true;
      await ended;
    },
  };
}

/** Buffers that are handed over instead of copied. */
function transferOf(call: Call): Transferable[] {
  if (call.kind !== 'write' || call.name !== 'accept') return [];
  // The input of accept; see commands.ts.
  return [(call.input as AcceptFrame).bytes];
}

function readiness(worker: Worker): Promise<Extract<FromWorker, { kind: 'ready' }>> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (message: FromWorker) => {
      worker.off('error', reject);
      if (message.kind === 'ready') resolve(message);
      else reject(new Error('the store thread has not become ready'));
    });
  });
}

function errorOf({ code, message }: { readonly code?: StoreError['code']; readonly message: string }): Error {
  return code === undefined ? new Error(message) : new StoreError(code, message);
}
