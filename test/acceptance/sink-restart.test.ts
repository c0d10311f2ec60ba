/** A webhook over a kill -9 in the middle: the receiver has everything in the end, and in order for each request. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CHANNELS } from '../support/channels.ts';
import { plainCall } from '../support/plain-call.ts';
import { startService, temporaryFolder } from '../support/running-service.ts';
import { smsTo, until } from '../unit/sinks/house.ts';
import { answering, eventsIn, startReceiver } from '../unit/sinks/receiver.ts';

const REQUESTS = 100;
const BATCH = 25;
const ONE_STORY = ['attemptStarted', 'attemptSubmitted', 'receiptArrived', 'requestEnded'];

test('what a killed service had not delivered is delivered by the next one, and nothing is lost between', async () => {
  const data = temporaryFolder('sink-restart');
  const secretFile = join(data, 'secret');
  writeFileSync(secretFile, `whsec_${Buffer.alloc(32, 1).toString('base64')}`);
  const receiver = await startReceiver();
  const flags = [
    ...['--sinks-webhook-urls', receiver.url],
    ...['--sinks-webhook-secret-file', secretFile],
    ...['--sinks-webhook-allowed-networks', '127.0.0.0/8'],
    ...['--sinks-webhook-events', 'request'],
  ];
  let service = await startService({ data, flags });
  try {
    const { body } = await plainCall(service.url, 'PUT', '/v2/campaigns', {
      name: 'killed',
      connectInstanceId: 'clinic',
      channelSubtypeConfig: CHANNELS,
    });
    const campaign = `/v2/campaigns/${String(body['id'])}`;
    await plainCall(service.url, 'POST', `${campaign}/start`);
    // The third delivery is taken and its answer lost: nobody but the receiver knows.
    receiver.behave((response) => {
      if (receiver.deliveries.length === 3) void service.kill();
      else answering(204)(response, { headers: {}, body: '', path: '' });
    });
    for (let first = 0; first < REQUESTS; first += BATCH) {
      const outboundRequests = Array.from({ length: BATCH }, (_, index) => ({
        clientToken: `token-${first + index}`,
        expirationTime: new Date(Date.now() + 86_400_000).toISOString(),
        channelSubtypeParameters: smsTo('+12065550100'),
      }));
      const answer = await plainCall(service.url, 'PUT', `${campaign}/outbound-requests`, { outboundRequests }).catch(
        () => undefined,
      );
      if (answer === undefined) break;
    }
    await service.ended;
    const taken = receiver.deliveries.length;
    assert.equal(taken, 3);
    receiver.behave(answering(204));
    service = await startService({ data, flags });
    const counters = async () =>
      (await plainCall(service.url, 'GET', `/admin/v1/campaigns/${String(body['id'])}/counters`)).body;
    await until('everything has ended', async () => {
      const { buffered, attempting, accepted } = await counters();
      return accepted !== 0 && buffered === 0 && attempting === 0;
    });
    await until('no lag', async () => {
      const { sinks } = (await plainCall(service.url, 'GET', '/admin/v1/sinks')).body as {
        sinks: { lagEvents: number }[];
      };
      return sinks[0]?.lagEvents === 0;
    });
    const stories = new Map<string, Map<string, string>>();
    for (const { subject, eventsequence, data: event } of eventsIn(receiver.deliveries)) {
      const story = stories.get(subject) ?? new Map<string, string>();
      stories.set(subject, story.set(eventsequence, event.kind));
    }
    assert.equal(stories.size, (await counters())['accepted']);
    for (const story of stories.values()) {
      const sequences = [...story.keys()].map(Number);
      assert.deepEqual(
        sequences,
        sequences.toSorted((a, b) => a - b),
        'in order',
      );
      assert.equal([...story.values()].at(-1), 'requestEnded');
      // Cut off by the kill, or whole.
      assert.ok([...story.values()].every((kind) => ONE_STORY.includes(kind)));
    }
    assert.ok(
      eventsIn(receiver.deliveries.slice(3)).some(({ id }) =>
        eventsIn(receiver.deliveries.slice(2, 3)).some((lost) => lost.id === id),
      ),
      'the delivery without an answer came again',
    );
  } finally {
    await service.kill();
    await receiver.stop();
    rmSync(data, { recursive: true, force: true });
  }
});
