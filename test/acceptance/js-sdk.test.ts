/** The AWS SDK for JavaScript, unmodified, over a socket: every operation does its work. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startService } from '../support/running-service.ts';
import { campaignCalls } from './campaign-calls.ts';
import { campaignStories } from './js-sdk-campaigns.ts';
import { instanceStories } from './js-sdk-instances.ts';
import { requestStories } from './js-sdk-requests.ts';
import { type Answers, createClient, OPERATIONS } from './sdk-client.ts';

const service = await startService();
after(() => service.stop());
const answers: Answers = new Map();
const client = createClient(service, { answers });
after(() => client.destroy());

const calls = campaignCalls(client);
campaignStories(calls, service.url);
requestStories(calls, service.url);
instanceStories(calls);

test('every operation of the service did its work for the JavaScript SDK', () => {
  const done = [...answers].filter(([, seen]) => seen.has('ok')).map(([operation]) => operation);
  // A failed onboarding job is the only kind that can be deleted, and here no job fails: js-sdk-errors has its answers.
  assert.deepEqual([...done, 'DeleteInstanceOnboardingJob'].toSorted(), OPERATIONS);
});
