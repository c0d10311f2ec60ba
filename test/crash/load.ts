/** Callers on several connections, who put, put again, contradict themselves, pause, resume and stop, until the service dies. */
import type { Random } from '../../src/lib/random.ts';
import { type PlainAnswer, plainCall } from '../support/plain-call.ts';
import type { Ledger } from './ledger.ts';
import { campaignNamed, conflictingRequestOf, requestOf, type SentRequest, tokenOf } from './requests.ts';

const CONNECTIONS = 4;
const CAMPAIGNS = 3;
/** Of one connection between two deaths: about a second's work. */
const BATCHES_PER_ROUND = 10;
const BATCH_SIZE = 25;

interface Batch {
  readonly campaignId: string;
  readonly numbers: readonly number[];
}

export interface Load {
  /** Makes campaigns until there are enough, and resumes those that a death has left Paused. */
  prepare(url: string): Promise<void>;
  /** Puts the round's batches; rejects with NoAnswer when the service dies before the last. */
  run(url: string): Promise<void>;
  /** Puts acknowledged requests again: `count` of them by chance, or all. Stopped campaigns take none. */
  replay(url: string, count: number): Promise<void>;
}

/** Callers that write down in `ledger` what they are told. */
export function createLoad(ledger: Ledger, random: Random): Load {
  const open = new Set<string>();
  /** Batches without an answer: the caller cannot know whether they were accepted, and puts them again. */
  const unanswered: Batch[] = [];
  let campaignsMade = 0;

  const below = (limit: number): number => Math.floor(random.next() * limit);
  const oneOf = <Value>(values: readonly Value[]): Value | undefined => values[below(values.length)];
  const newNumbers = (count: number): number[] => Array.from({ length: count }, () => ledger.nextNumber());
  const someAcknowledged = (campaignId: string, count: number): number[] => {
    const entries = ledger.ofCampaign(campaignId);
    const numbers = entries.length === 0 ? [] : Array.from({ length: count }, () => oneOf(entries)?.number ?? 0);
    // A token twice in one batch is a matter of its own.
    return [...new Set(numbers)];
  };

  async function prepare(url: string): Promise<void> {
    for (const campaignId of open) {
      const { body } = await plainCall(url, 'GET', `/v2/campaigns/${campaignId}/state`);
      if (body['state'] === 'Paused') await plainCall(url, 'POST', `/v2/campaigns/${campaignId}/resume`);
      else if (body['state'] === 'Stopped') open.delete(campaignId);
      else if (body['state'] !== 'Running') ledger.wrongAnswers.push(`${campaignId} is ${String(body['state'])}`);
    }
    while (open.size < CAMPAIGNS) {
      campaignsMade += 1;
      const { body } = await plainCall(url, 'PUT', '/v2/campaigns', campaignNamed(`Campaign ${campaignsMade}`));
      const campaignId = String(body['id']);
      const { status } = await plainCall(url, 'POST', `/v2/campaigns/${campaignId}/start`);
      if (status !== 200) throw new Error(`a campaign does not start: ${status}`);
      open.add(campaignId);
    }
  }

  /** Puts a batch; `expect` says what an answer must be. Throws when there is no answer. */
  async function put(url: string, batch: Batch, expect: 'success' | 'conflict'): Promise<void> {
    const write = expect === 'success' ? requestOf : conflictingRequestOf;
    const outboundRequests = batch.numbers.map((number): SentRequest => write(number, Date.now()));
    const path = `/v2/campaigns/${batch.campaignId}/outbound-requests`;
    const answer = await plainCall(url, 'PUT', path, { outboundRequests });
    if (answer.status === 409) return;
    if (answer.status !== 200) ledger.wrongAnswers.push(`${answer.status} ${answer.errorType} to a batch`);
    else note(batch, answer, expect);
  }

  function note({ campaignId, numbers }: Batch, { body }: PlainAnswer, expect: 'success' | 'conflict'): void {
    const byToken = new Map(numbers.map((number) => [tokenOf(number), number]));
    // The model's output of PutOutboundRequestBatch.
    const { successfulRequests, failedRequests } = body as {
      successfulRequests: { clientToken: string; id: string }[];
      failedRequests: { clientToken: string; failureCode: string }[];
    };
    for (const { clientToken, id } of successfulRequests) {
      const number = byToken.get(clientToken);
      if (number === undefined || expect === 'conflict') ledger.wrongAnswers.push(`${clientToken} was accepted`);
      else ledger.acknowledge({ campaignId, number, requestId: id });
    }
    for (const { clientToken, failureCode } of failedRequests) {
      const isRight = expect === 'conflict' && failureCode === 'InvalidInput';
      if (!isRight) ledger.wrongAnswers.push(`${clientToken} was refused with ${failureCode}`);
    }
    const answered = successfulRequests.length + failedRequests.length;
    if (answered !== numbers.length) ledger.wrongAnswers.push(`${answered} answers to ${numbers.length} requests`);
  }

  async function putNew(url: string, batch: Batch): Promise<void> {
    unanswered.push(batch);
    // Sometimes two callers send the same at once.
    const callers = random.next() < 0.2 ? [batch, batch] : [batch];
    await Promise.all(callers.map((each) => put(url, each, 'success')));
    unanswered.splice(unanswered.indexOf(batch), 1);
  }

  async function pauseAndResume(url: string, campaignId: string): Promise<void> {
    await plainCall(url, 'POST', `/v2/campaigns/${campaignId}/pause`);
    await plainCall(url, 'POST', `/v2/campaigns/${campaignId}/resume`);
  }

  async function stopOne(url: string, campaignId: string): Promise<void> {
    await plainCall(url, 'POST', `/v2/campaigns/${campaignId}/stop`);
    open.delete(campaignId);
    await prepare(url);
  }

  async function oneThing(url: string): Promise<void> {
    const campaignId = oneOf([...open]) ?? '';
    const dice = random.next();
    if (dice < 0.01) return stopOne(url, campaignId);
    if (dice < 0.06) return pauseAndResume(url, campaignId);
    if (dice < 0.16) {
      const again = unanswered.pop();
      if (again !== undefined) return putNew(url, again);
    }
    if (dice < 0.26) {
      const numbers = someAcknowledged(campaignId, BATCH_SIZE);
      if (numbers.length > 0) return put(url, { campaignId, numbers }, dice < 0.2 ? 'conflict' : 'success');
    }
    const replays = dice < 0.5 ? someAcknowledged(campaignId, 8) : [];
    return putNew(url, { campaignId, numbers: [...replays, ...newNumbers(BATCH_SIZE - replays.length)] });
  }

  return {
    prepare,
    async run(url) {
      const connection = async (): Promise<void> => {
        for (let batch = 0; batch < BATCHES_PER_ROUND; batch += 1) await oneThing(url);
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, connection));
    },
    async replay(url, count) {
      const isSample = count < ledger.acknowledged.size;
      for (const campaignId of open) {
        const numbers = isSample
          ? someAcknowledged(campaignId, Math.ceil(count / open.size))
          : ledger.ofCampaign(campaignId).map(({ number }) => number);
        for (let from = 0; from < numbers.length; from += BATCH_SIZE) {
          await put(url, { campaignId, numbers: numbers.slice(from, from + BATCH_SIZE) }, 'success');
        }
      }
    },
  };
}
