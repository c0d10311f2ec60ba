import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ChannelSubtypeParameters } from '../../../src/domain/request-content.ts';
import type { RequestRecord } from '../../../src/store/request-store.ts';
import {
  call,
  type DispatchWorld,
  email,
  endWorld,
  HOUR,
  MINUTE,
  SECOND,
  sms,
  startWorld,
  whatsApp,
} from './dispatch-world.ts';

interface Expected {
  readonly state: RequestRecord['state'];
  readonly reason: RequestRecord['reason'];
  readonly disconnectReason?: string;
  readonly amd?: string;
  readonly receipts?: string[];
}

const CALLS: readonly [digits: string, withinMs: number, Expected][] = [
  [
    '00',
    7 * SECOND,
    {
      state: 'Succeeded',
      reason: 'HUMAN_ANSWERED',
      disconnectReason: 'CONTACT_FLOW_DISCONNECT',
      amd: 'HUMAN_ANSWERED',
    },
  ],
  [
    '08',
    17 * SECOND,
    {
      state: 'Succeeded',
      reason: 'HUMAN_ANSWERED',
      disconnectReason: 'CONTACT_FLOW_DISCONNECT',
      amd: 'HUMAN_ANSWERED',
    },
  ],
  [
    '03',
    15 * SECOND,
    { state: 'Succeeded', reason: 'VOICEMAIL', disconnectReason: 'CONTACT_FLOW_DISCONNECT', amd: 'VOICEMAIL_BEEP' },
  ],
  [
    '04',
    15 * SECOND,
    { state: 'Succeeded', reason: 'VOICEMAIL', disconnectReason: 'CONTACT_FLOW_DISCONNECT', amd: 'VOICEMAIL_NO_BEEP' },
  ],
  ['01', 2 * SECOND, { state: 'Failed', reason: 'BUSY', disconnectReason: 'OTHER', amd: 'SIT_TONE_BUSY' }],
  ['02', 61 * SECOND, { state: 'Failed', reason: 'NO_ANSWER', disconnectReason: 'OTHER', amd: 'AMD_UNANSWERED' }],
  [
    '05',
    2 * SECOND,
    { state: 'Failed', reason: 'INVALID_DESTINATION', disconnectReason: 'OTHER', amd: 'SIT_TONE_INVALID_NUMBER' },
  ],
  [
    '06',
    6 * SECOND,
    { state: 'Failed', reason: 'FAX_MACHINE', disconnectReason: 'OTHER', amd: 'FAX_MACHINE_DETECTED' },
  ],
  [
    '07',
    1 * SECOND,
    { state: 'Failed', reason: 'TELECOM_PROBLEM', disconnectReason: 'TELECOM_PROBLEM', amd: 'AMD_NOT_APPLICABLE' },
  ],
  ['09', 8 * SECOND, { state: 'Failed', reason: 'SILENCE', disconnectReason: 'OTHER', amd: 'AMD_UNRESOLVED_SILENCE' }],
];

const TEXTS: readonly [digits: string, withinMs: number, Expected][] = [
  ['01', SECOND, { state: 'Failed', reason: 'REJECTED', receipts: [] }],
  ['05', SECOND, { state: 'Failed', reason: 'INVALID_DESTINATION', receipts: [] }],
  ['07', 5 * SECOND, { state: 'Succeeded', reason: 'DELIVERED', receipts: ['DELIVERED'] }],
  ['09', 11 * MINUTE, { state: 'Succeeded', reason: 'DELIVERED', receipts: ['DELIVERED'] }],
  ['42', SECOND, { state: 'Succeeded', reason: 'DELIVERED', receipts: ['DELIVERED'] }],
];

const MAILS: readonly [localPart: string, Expected][] = [
  ['reject', { state: 'Failed', reason: 'REJECTED', receipts: [] }],
  ['bounce', { state: 'Succeeded', reason: 'DELIVERED', receipts: ['Bounce'] }],
  ['bounce+17', { state: 'Succeeded', reason: 'DELIVERED', receipts: ['Bounce'] }],
  ['complaint', { state: 'Succeeded', reason: 'DELIVERED', receipts: ['Complaint'] }],
  ['delay', { state: 'Succeeded', reason: 'DELIVERED', receipts: ['DeliveryDelay'] }],
  ['open', { state: 'Succeeded', reason: 'DELIVERED', receipts: ['Open'] }],
  ['click', { state: 'Succeeded', reason: 'DELIVERED', receipts: ['Open', 'Click'] }],
];

describe('the destination chooses what becomes of a request', () => {
  let world: DispatchWorld;
  before(async () => {
    world = await startWorld();
  });
  after(() => endWorld(world));

  async function outcomeOf(content: ChannelSubtypeParameters, withinMs: number): Promise<RequestRecord> {
    const campaign = await world.campaign();
    const [id] = await world.put(campaign.id, [content]);
    await world.advance(withinMs);
    return world.request(id!);
  }

  function check(record: RequestRecord, expected: Expected): void {
    const attempt = record.attempts.at(-1)!;
    const { disposition } = attempt;
    assert.deepEqual(
      {
        state: record.state,
        reason: record.reason,
        disconnectReason: disposition?.disconnectReason,
        amd: disposition?.answeringMachineDetectionStatus,
      },
      {
        disconnectReason: undefined,
        amd: undefined,
        state: expected.state,
        reason: expected.reason,
        ...(expected.amd && { disconnectReason: expected.disconnectReason, amd: expected.amd }),
      },
    );
    if (expected.receipts)
      assert.deepEqual(
        attempt.receipts.map(({ status }) => status),
        expected.receipts,
      );
  }

  for (const [digits, withinMs, expected] of CALLS) {
    test(`a call to ...${digits} ends ${expected.state}, ${expected.amd}, within ${withinMs / SECOND} s`, async () => {
      check(await outcomeOf(call(`+4416329600${digits}`), withinMs), expected);
    });
  }

  for (const [channel, content] of [
    ['SMS', sms],
    ['WhatsApp', whatsApp],
  ] as const) {
    for (const [digits, withinMs, expected] of TEXTS) {
      test(`${channel} to ...${digits} ends ${expected.state}, ${expected.reason}, within ${withinMs / SECOND} s`, async () => {
        const record = await outcomeOf(content(`+4416329600${digits}`), withinMs);
        check(record, expected);
        const withdrawn = record.attempts
          .filter(({ phase }) => phase === 'withdrawn')
          .map((attempt) => attempt.withdrawnBecause);
        assert.deepEqual(withdrawn, digits === '07' ? ['THROTTLED', 'THROTTLED'] : []);
      });
    }
  }

  for (const [localPart, expected] of MAILS) {
    test(`mail to ${localPart}@ ends ${expected.state} at once, and later news changes nothing`, async () => {
      const campaign = await world.campaign();
      const [id] = await world.put(campaign.id, [email(`${localPart}@example.com`)]);
      await world.advance(100);
      assert.equal((await world.request(id!)).state, expected.state);
      await world.advance(2 * MINUTE);
      check(await world.request(id!), expected);
    });
  }

  test('a message that is never receipted is Unknown after 72 hours by SMS and 24 hours by WhatsApp, and not before', async () => {
    const campaign = await world.campaign();
    const [bySms, byWhatsApp] = await world.put(campaign.id, [sms('+441632960002'), whatsApp('+441632960002')]);
    await world.advance(24 * HOUR - MINUTE);
    assert.equal((await world.request(byWhatsApp!)).state, 'Attempting');
    await world.advance(3 * MINUTE);
    check(await world.request(byWhatsApp!), { state: 'Unknown', reason: 'NO_RECEIPT' });
    await world.advance(48 * HOUR - 3 * MINUTE);
    assert.equal((await world.request(bySms!)).state, 'Attempting');
    await world.advance(3 * MINUTE);
    check(await world.request(bySms!), { state: 'Unknown', reason: 'NO_RECEIPT' });
  });

  test('without answering machine detection a call carries no status', async () => {
    const answerMachineDetectionConfig = { enableAnswerMachineDetection: false };
    for (const [digits, state, reason] of [
      ['03', 'Succeeded', 'ANSWERED'],
      ['01', 'Failed', 'BUSY'],
    ] as const) {
      const record = await outcomeOf(
        { telephony: { destinationPhoneNumber: `+4416329600${digits}`, attributes: {}, answerMachineDetectionConfig } },
        MINUTE,
      );
      assert.equal(record.state, state);
      assert.equal(record.reason, reason);
      assert.equal(record.attempts[0]?.disposition?.answeringMachineDetectionStatus, undefined);
    }
  });

  test('a call of which nothing is said is classified, without waiting for the prompt of a voicemail', async () => {
    const verdictAfterMs = async (awaitAnswerMachinePrompt?: boolean): Promise<number> => {
      const config = awaitAnswerMachinePrompt !== undefined && {
        answerMachineDetectionConfig: { enableAnswerMachineDetection: true, awaitAnswerMachinePrompt },
      };
      const record = await outcomeOf(
        { telephony: { destinationPhoneNumber: '+441632960003', attributes: {}, ...config } },
        MINUTE,
      );
      const [connected, verdict] = record.attempts[0]!.receipts;
      assert.equal(verdict?.status, 'VOICEMAIL_BEEP');
      return verdict.at - connected!.at;
    };
    const unsaid = await verdictAfterMs();
    assert.equal(unsaid, await verdictAfterMs(false));
    assert.ok(unsaid < (await verdictAfterMs(true)));
  });

  test('a call rings no longer than its ring timeout, which is 60 s when nothing is said', async () => {
    const telephony = { destinationPhoneNumber: '+441632960002', attributes: {} };
    for (const [parameters, seconds] of [
      [{ ...telephony, ringTimeout: 15 }, 15],
      [telephony, 60],
    ] as const) {
      const record = await outcomeOf({ telephony: parameters }, (seconds + 1) * SECOND);
      assert.equal(record.reason, 'NO_ANSWER');
      assert.equal(record.attempts[0]!.endedAt! - record.attempts[0]!.startedAt, seconds * SECOND);
    }
  });

  test('the connection and the verdict of a call are kept as receipts', async () => {
    const record = await outcomeOf(call('+441632960000'), 10 * SECOND);
    assert.deepEqual(
      record.attempts[0]?.receipts.map(({ status }) => status),
      ['CONNECTED_TO_SYSTEM', 'HUMAN_ANSWERED', 'DISCONNECTED'],
    );
  });

  test('a request without a channel is Suppressed', async () => {
    const record = await outcomeOf({}, SECOND);
    assert.equal(record.state, 'Suppressed');
    assert.equal(record.reason, 'MISSING_CHANNEL');
    assert.equal(record.attempts.length, 0);
  });

  test('nothing of all this was reported as a failure', () => {
    assert.deepEqual(
      world.reports.filter(({ kind }) => kind !== 'channelHeld'),
      [],
    );
  });
});
