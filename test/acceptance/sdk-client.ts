/** The AWS SDK for JavaScript as tests use it: pointed at a service, and noting what every operation answered. */
import assert from 'node:assert/strict';
import * as sdk from '@aws-sdk/client-connectcampaignsv2';
import { campaignsV2, type OperationName } from '../../src/api/campaigns-v2/shapes/service.ts';
import type { RunningService } from '../support/running-service.ts';

/** All 37, as our own service definition has them. */
export const OPERATIONS = Object.keys(campaignsV2.operations).toSorted() as OperationName[];

/** What an operation answered: `ok`, or the name of the error that the client raised. */
export type Answers = Map<string, Set<string>>;

export interface SdkClientOptions {
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Where answers are noted. */
  readonly answers?: Answers;
  readonly maxAttempts?: number;
}

/** A client like any user's, but for its address. */
export function createClient(
  { url }: Pick<RunningService, 'url'>,
  options: SdkClientOptions = {},
): sdk.ConnectCampaignsV2Client {
  const { credentials = { accessKeyId: 'test', secretAccessKey: 'test' }, answers, ...rest } = options;
  const client = new sdk.ConnectCampaignsV2Client({ endpoint: url, region: 'us-east-1', credentials, ...rest });
  if (answers !== undefined) noteAnswers(client, answers);
  return client;
}

function noteAnswers(client: sdk.ConnectCampaignsV2Client, answers: Answers): void {
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const operation = commandName.replace(/Command$/, '');
        try {
          const output = await next(args);
          note(answers, operation, 'ok');
          return output;
        } catch (error) {
          note(answers, operation, error instanceof Error ? error.name : String(error));
          throw error;
        }
      },
    { step: 'initialize', name: 'noteAnswers' },
  );
}

/** Adds an answer of an operation. */
export function note(answers: Answers, operation: string, answer: string): void {
  answers.set(operation, (answers.get(operation) ?? new Set()).add(answer));
}

/** The error that the call ends with, checked by its name, its status and, where given, its message. */
export async function refused(
  call: Promise<unknown>,
  name: string,
  status: number,
  message: string | RegExp = /./,
): Promise<sdk.ConnectCampaignsV2ServiceException> {
  const error: unknown = await call.then(
    () => assert.fail(`expected ${name}, but the call succeeded`),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof sdk.ConnectCampaignsV2ServiceException, String(error));
  assert.equal(`${error.name} ${error.$metadata.httpStatusCode}`, `${name} ${status}`, error.message);
  if (typeof message === 'string') assert.equal(error.message, message);
  else assert.match(error.message, message);
  assert.match(error.$metadata.requestId ?? '', /^[0-9a-f-]{36}$/, 'every answer carries a request id');
  return error;
}
