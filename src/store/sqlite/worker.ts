/**
 * The engine in a thread of its own. Messages that arrive while a commit runs are all fetched before the next one, so a
 * commit takes in whatever has gathered.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { defined } from '../../lib/assert.ts';
import { createMonotonic } from '../../lib/monotonic.ts';
import { StoreError } from '../store.ts';
import { openEngine } from './engine.ts';
import { createFailpoint, waitAfterEarlyAnswer } from './failpoints.ts';
import type { EngineFigures } from './host.ts';
import type { PeekFrame } from './peek-frame.ts';
import type { Outcome } from './queued-work.ts';
import type { Answer, FromWorker, ToWorker, WorkerSetup } from './worker-protocol.ts';

/** One commit serves accepts and maintenance no longer than this, so that attempts never wait long for their commit. */
const LANE_BUDGETS_MS = {
  finish: Number.POSITIVE_INFINITY,
  claim: Number.POSITIVE_INFINITY,
  accept: 10,
  maintenance: 5,
};

const port = defined(parentPort, 'the port to the parent thread');
// Sent by worker-host.ts.
const setup = workerData as WorkerSetup;
const acknowledgeBeforeCommit = setup.testControls.acknowledgeBeforeCommit ?? false;
let answers: Answer[] = [];
let transfers: ArrayBuffer[] = [];
let isClosing = false;

const engine = openEngine({
  ...setup,
  monotonic: createMonotonic(),
  budgetMs: LANE_BUDGETS_MS,
  failpoint: createFailpoint(setup.testControls.killAt),
  acknowledgeBeforeCommit,
  onAnswered() {
    sendAnswers();
    if (acknowledgeBeforeCommit) waitAfterEarlyAnswer();
  },
  onFatal: (error) => post({ kind: 'fatal', message: error.message }),
  onEvents: () => post({ kind: 'events' }),
});

port.on('message', (message: ToWorker) => {
  take(message);
  while (serve());
  if (isClosing) {
    engine.close();
    port.close();
  }
});
post({ kind: 'ready', catalogue: engine.catalogue, durability: engine.durability, figures: figures() });

/** One commit with whatever has gathered; false when there was nothing to commit. */
function serve(): boolean {
  takeAll();
  const hasCommitted = engine.writer.commit();
  sendAnswers();
  engine.writer.tidy();
  return hasCommitted;
}

function takeAll(): void {
  for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
    take(next.message);
  }
}

function take(message: ToWorker): void {
  if (message.kind === 'close') {
    isClosing = true;
    return;
  }
  for (const { number, call, rows } of message.calls) {
    engine.call(call, rows, (outcome) => {
      answers.push(answerOf(number, outcome));
      // What peek returns; see commands.ts.
      if (call.name === 'peek' && outcome.ok) transfers.push((outcome.value as PeekFrame).bytes);
    });
  }
}

function sendAnswers(): void {
  if (answers.length === 0) return;
  const message: FromWorker = { kind: 'answers', answers, figures: figures() };
  port.postMessage(message, transfers);
  answers = [];
  transfers = [];
}

function figures(): EngineFigures {
  const { commits, commitSecondsTotal } = engine.writer;
  return { commits, commitSecondsTotal, ...engine.indexFigures() };
}

function answerOf(number: number, outcome: Outcome): Answer {
  if (outcome.ok) return { number, value: outcome.value };
  const { error } = outcome;
  return {
    number,
    error: { message: error.message, ...(error instanceof StoreError && { code: error.code }) },
  };
}

function post(message: FromWorker): void {
  port.postMessage(message);
}
