/**
 * The fault matrix of SMTP against a scripted peer: what becomes of the attempt at every point where an MTA can fail, and
 * that nobody is mailed twice. The peer counts by request id.
 */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { SubmitResult } from '../../src/channels/channel.ts';
import type { SmtpOptions } from '../../src/channels/smtp/open.ts';
import { createAuthority } from '../support/certificate-authority.ts';
import { freePort } from '../support/postfix.ts';
import { temporaryFolder } from '../support/running-service.ts';
import { attemptOf, carrierTo, HELLO, requestIdOf, submit } from '../support/smtp-carrier.ts';
import { type PeerAnswer, type PeerScript, type PeerStep, type SmtpPeer, startSmtpPeer } from '../support/smtp-peer.ts';

const folder = temporaryFolder('smtp');
const peers: SmtpPeer[] = [];
after(async () => {
  await Promise.all(peers.map((peer) => peer.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function peerWith(script: PeerScript = {}): Promise<SmtpPeer> {
  const peer = await startSmtpPeer(script);
  peers.push(peer);
  return peer;
}

/** A peer that answers one step so, on every connection. */
const peerAnswering = (step: PeerStep, answer: PeerAnswer, script: PeerScript = {}): Promise<SmtpPeer> =>
  peerWith({ ...script, answer: (asked) => (asked === step ? answer : undefined) });

interface Case {
  readonly step: PeerStep;
  readonly answer: PeerAnswer;
  readonly result: SubmitResult;
}

const DELIVERED = (number: number): SubmitResult => ({
  kind: 'ended',
  disposition: { state: 'Succeeded', reason: 'DELIVERED' },
  reference: requestIdOf(number),
});
const REFUSED = (reason: 'REJECTED' | 'INVALID_DESTINATION', detail: string): SubmitResult => ({
  kind: 'ended',
  disposition: { state: 'Failed', reason, detail },
});
const LATER = (reason: string, minutes: number): SubmitResult => ({
  kind: 'notSent',
  reason,
  retryAfterMs: minutes * 60_000,
});
const LOST: SubmitResult = { kind: 'notSent', reason: 'CONNECTION_LOST' };
const UNKNOWN: SubmitResult = { kind: 'unknown' };

const ANSWERS: readonly Case[] = [
  { step: 'MAIL', answer: '421 4.3.2 Closing', result: LATER('THROTTLED 421 4.3.2', 5) },
  { step: 'MAIL', answer: '450 4.7.1 Too much mail', result: LATER('THROTTLED 450 4.7.1', 5) },
  { step: 'MAIL', answer: '452 4.3.1 Disk full', result: LATER('THROTTLED 452 4.3.1', 5) },
  { step: 'MAIL', answer: '550 5.7.1 This sender may not', result: REFUSED('REJECTED', '550 5.7.1') },
  { step: 'MAIL', answer: '530 5.7.0 Log in first', result: LATER('SESSION_REFUSED 530 5.7.0', 5) },
  { step: 'RCPT', answer: '450 4.2.0 Greylisted', result: LATER('RECIPIENT_DEFERRED 450 4.2.0', 15) },
  {
    step: 'RCPT',
    answer: '451 4.7.1 Greylisted, try again in 120 seconds',
    result: LATER('RECIPIENT_DEFERRED 451 4.7.1', 2),
  },
  { step: 'RCPT', answer: '452 4.3.1 Disk full', result: LATER('THROTTLED 452 4.3.1', 5) },
  { step: 'RCPT', answer: '421 4.7.0 Too many', result: LATER('THROTTLED 421 4.7.0', 5) },
  { step: 'RCPT', answer: '550 5.1.1 Nobody here', result: REFUSED('INVALID_DESTINATION', '550 5.1.1') },
  { step: 'RCPT', answer: '556 5.1.10 No mail here', result: REFUSED('INVALID_DESTINATION', '556 5.1.10') },
  { step: 'RCPT', answer: '554 5.7.1 Relay access denied', result: REFUSED('REJECTED', '554 5.7.1') },
  { step: 'RCPT', answer: '550 no', result: REFUSED('REJECTED', '550') },
  { step: 'DATA', answer: '451 4.3.0 Not now', result: LATER('THROTTLED 451 4.3.0', 5) },
  { step: 'DATA', answer: '554 5.7.1 No', result: REFUSED('REJECTED', '554 5.7.1') },
  { step: 'message', answer: '451 4.7.1 Try again', result: LATER('RECIPIENT_DEFERRED 451 4.7.1', 15) },
  { step: 'message', answer: '452 4.3.1 Disk full', result: LATER('THROTTLED 452 4.3.1', 5) },
  { step: 'message', answer: '421 4.3.0 Closing', result: LATER('THROTTLED 421 4.3.0', 5) },
  { step: 'message', answer: '552 5.3.4 Too big', result: REFUSED('REJECTED', '552 5.3.4') },
  { step: 'message', answer: '550 5.7.1 Spam', result: REFUSED('REJECTED', '550 5.7.1') },
  { step: 'MAIL', answer: 'drop', result: LOST },
  { step: 'RCPT', answer: 'drop', result: LOST },
  { step: 'DATA', answer: 'drop', result: LOST },
  { step: 'message', answer: 'drop', result: UNKNOWN },
  { step: 'message', answer: '354 What?', result: UNKNOWN },
  { step: 'message', answer: 'nonsense', result: UNKNOWN },
];

for (const { step, answer, result } of ANSWERS) {
  for (const pipelining of [true, false]) {
    test(`${step} answered with ${answer}${pipelining ? '' : ' without pipelining'}`, async () => {
      const peer = await peerWith({
        answer: (asked) => {
          if (asked === 'EHLO' && !pipelining) return '250 peer.test';
          return asked === step ? answer : undefined;
        },
      });
      const carrier = carrierTo(peer.port);
      assert.deepEqual(await submit(carrier, 1), result);
      assert.deepEqual(peer.taken, []);
      await carrier.drain();
    });
  }
}

test('a 250 after the message is a delivery whose reference is the request', async () => {
  const peer = await peerWith();
  const carrier = carrierTo(peer.port);
  assert.deepEqual(await submit(carrier, 7), DELIVERED(7));
  assert.deepEqual(peer.taken, [requestIdOf(7)]);
  await carrier.drain();
});

test('a connection that breaks in the middle of a reply to the message leaves it unknown', async () => {
  const peer = await peerWith({ answer: (step) => (step === 'message' ? 'silence' : undefined) });
  const carrier = carrierTo(peer.port);
  const result = submit(carrier, 1);
  while (peer.dots.length === 0) await pause(5);
  await peer.stop();
  assert.deepEqual(await result, UNKNOWN);
  await carrier.drain();
});

test('a mail that breaks off before its dot was written is given back, for no MTA delivers half a message', async () => {
  const peer = await peerAnswering('piece', 'drop');
  // More than the buffers of both ends hold.
  const long = { ...HELLO, text: `${'A line of a very long mail.\r\n'.repeat(40)}\r\n`.repeat(16_000) };
  const carrier = carrierTo(peer.port, {}, {}, long);
  assert.deepEqual(await submit(carrier, 1), LOST);
  assert.deepEqual(peer.dots, []);
  await carrier.drain();
});

test('silence after the dot is unknown, silence before it is given back', async () => {
  for (const [step, result] of [
    ['message', UNKNOWN],
    ['DATA', { kind: 'notSent', reason: 'TIMED_OUT' }],
    ['MAIL', { kind: 'notSent', reason: 'TIMED_OUT' }],
  ] as const) {
    const peer = await peerAnswering(step, 'silence');
    const carrier = carrierTo(peer.port, { replyTimeoutMs: 100 });
    assert.deepEqual(await submit(carrier, 1), result, step);
    await carrier.drain();
  }
});

test('a peer that answers slowly, but in time, is waited for', async () => {
  const peer = await peerWith({ answer: (step) => pause(step === 'message' ? 60 : 10).then(() => undefined) });
  const carrier = carrierTo(peer.port, { replyTimeoutMs: 2_000 });
  assert.deepEqual(await submit(carrier, 1), DELIVERED(1));
  await carrier.drain();
});

/** What makes the opening of a connection fail, and what doctor then says. */
const OPENINGS: readonly {
  readonly name: string;
  readonly script?: PeerScript;
  readonly options?: Partial<SmtpOptions>;
  readonly failed: { readonly reason: string; readonly detail: string };
}[] = [
  {
    name: 'a peer that refuses the login',
    script: { answer: (step) => (step === 'AUTH' ? '535 5.7.8 No' : undefined), extensions: ['AUTH PLAIN'] },
    options: { username: 'campanile', password: 'wrong' },
    failed: { reason: 'AUTH_REFUSED', detail: '535 5.7.8' },
  },
  {
    name: 'a peer without login, where one is configured',
    options: { username: 'campanile', password: 'secret' },
    failed: { reason: 'AUTH_REFUSED', detail: 'the MTA offers no login' },
  },
  {
    name: 'a peer whose certificate nobody vouches for',
    script: { authority: createAuthority(folder, 'stranger'), extensions: ['STARTTLS'] },
    options: { security: 'starttls' },
    failed: { reason: 'TLS_FAILED', detail: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  },
  {
    name: 'a peer whose certificate another authority has signed',
    script: { authority: createAuthority(folder, 'other'), extensions: ['STARTTLS'] },
    options: { security: 'starttls', caFile: createAuthority(folder, 'ours').certificateFile },
    failed: { reason: 'TLS_FAILED', detail: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
  },
  {
    name: 'a peer without STARTTLS, which is required',
    script: { answer: (step) => (step === 'STARTTLS' ? '502 5.5.1 What?' : undefined) },
    options: { security: 'starttls' },
    failed: { reason: 'TLS_FAILED', detail: '502 5.5.1' },
  },
  {
    name: 'an authority that cannot be read',
    options: { security: 'starttls', caFile: `${folder}/missing.pem` },
    failed: { reason: 'TLS_FAILED', detail: 'ENOENT' },
  },
  {
    name: 'a peer that takes no connections now',
    script: { answer: (step) => (step === 'greeting' ? '421 4.3.2 Not now' : undefined) },
    failed: { reason: 'SESSION_REFUSED', detail: '421 4.3.2' },
  },
  {
    name: 'a peer that hangs up on everybody',
    script: { answer: (step) => (step === 'greeting' ? 'drop' : undefined) },
    failed: { reason: 'UNREACHABLE', detail: 'ECONNECTION' },
  },
];

for (const { name, script, options, failed } of OPENINGS) {
  test(`${name}: nothing is sent, no attempt is used up, and the carrier rests`, async () => {
    const peer = await peerWith(script);
    const carrier = carrierTo(peer.port, options);
    const results = await Promise.all([1, 2, 3].map((number) => submit(carrier, number)));
    for (const result of results) assert.deepEqual(result, { kind: 'notSent', reason: 'CARRIER_RESTS' });
    assert.equal(carrier.capacity(), 0);
    assert.ok((carrier.stateOf('').restsUntil ?? 0) > Date.now());
    assert.deepEqual(await carrier.verify(), { kind: 'failed', ...failed });
    assert.equal(peer.commands.filter((line) => line.startsWith('MAIL')).length, 0);
    await carrier.drain();
  });
}

test('a peer that is down is asked without any mail until it is back, and then gets one mail first', async () => {
  const port = await freePort();
  const carrier = carrierTo(port);
  let hasRoom: () => void = () => undefined;
  carrier.onRoom(() => hasRoom());
  assert.deepEqual(await submit(carrier, 1), { kind: 'notSent', reason: 'CARRIER_RESTS' });
  assert.equal(carrier.figures().isResting, true);
  const back = new Promise<void>((resolve) => {
    hasRoom = resolve;
  });
  const peer = await startSmtpPeer({}, port);
  peers.push(peer);
  await back;
  assert.deepEqual([carrier.capacity(), peer.commands.some((line) => line.startsWith('MAIL'))], [1, false]);
  assert.deepEqual(await submit(carrier, 1), DELIVERED(1));
  assert.ok(carrier.capacity() > 100);
  assert.deepEqual(peer.taken, [requestIdOf(1)]);
  await carrier.drain();
});

test('a full disk rests the carrier after three mails, and what is refused meanwhile is not used up', async () => {
  const peer = await peerAnswering('MAIL', '452 4.3.1 Disk full');
  const carrier = carrierTo(peer.port, { connections: 1 });
  const results = await Promise.all([1, 2, 3, 4, 5].map((number) => submit(carrier, number)));
  const reasons = results.map((result) => (result.kind === 'notSent' ? result.reason : result.kind));
  assert.deepEqual(reasons, [...Array(3).fill('THROTTLED 452 4.3.1'), ...Array(2).fill('CARRIER_RESTS')]);
  assert.equal(carrier.capacity(), 0);
  await carrier.drain();
});

test('refused recipients say nothing against the carrier', async () => {
  const peer = await peerAnswering('RCPT', '550 5.1.1 Nobody here');
  const carrier = carrierTo(peer.port, { connections: 1 });
  for (let number = 1; number <= 8; number += 1) {
    assert.equal((await submit(carrier, number)).kind, 'ended');
  }
  assert.equal(carrier.figures().isResting, false);
  assert.equal(peer.connections(), 1, 'the connection is used on');
  await carrier.drain();
});

test('a connection that the server has ended is replaced, and nobody notices', async () => {
  const peer = await peerWith({
    // 421 at the second mail of a connection, or a connection that dies there.
    answer: (step, _, connection) =>
      step === 'MAIL' && seen(connection) > 1
        ? connection % 2 === 0
          ? 'drop'
          : '421 4.7.0 Enough for one session'
        : undefined,
  });
  const mailsOf = new Map<number, number>();
  function seen(connection: number): number {
    mailsOf.set(connection, (mailsOf.get(connection) ?? 0) + 1);
    return mailsOf.get(connection) ?? 0;
  }
  const carrier = carrierTo(peer.port, { connections: 1 });
  for (let number = 1; number <= 6; number += 1) assert.deepEqual(await submit(carrier, number), DELIVERED(number));
  assert.deepEqual(peer.taken, [1, 2, 3, 4, 5, 6].map(requestIdOf));
  assert.equal(peer.connections(), 6);
  await carrier.drain();
});

test('over a peer that fails at random points nobody is mailed twice, and every answer is right', async () => {
  // A linear congruence, so that a failure can be run again.
  let state = 7;
  const chance = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const answers: readonly PeerAnswer[] = [
    'drop',
    '421 4.3.0 Bye',
    '451 4.3.0 Later',
    '550 5.1.1 Nobody',
    '452 4.3.1 Full',
  ];
  const peer = await peerWith({
    answer: (step) =>
      step !== 'piece' && chance() < 0.04 ? answers[Math.floor(chance() * answers.length)] : undefined,
  });
  const carrier = carrierTo(peer.port, { connections: 4, connectionsPerDomain: 4 });
  const results = new Map<number, SubmitResult>();
  const open = new Set(Array.from({ length: 150 }, (_, number) => number));
  const deadline = performance.now() + 60_000;
  while (open.size > 0) {
    assert.ok(performance.now() < deadline, `${open.size} are left`);
    const batch = [...open].slice(0, carrier.capacity());
    if (batch.length === 0) await pause(20);
    await Promise.all(
      batch.map(async (number) => {
        const result = await submit(carrier, number);
        results.set(number, result);
        if (result.kind !== 'notSent') open.delete(number);
      }),
    );
  }
  assert.equal(peer.taken.length, new Set(peer.taken).size, 'nobody was taken twice');
  for (const [number, result] of results) {
    const wasTaken = peer.taken.includes(requestIdOf(number));
    if (result.kind === 'ended') assert.equal(wasTaken, result.disposition.state === 'Succeeded');
    if (result.kind === 'unknown') assert.ok(peer.dots.includes(requestIdOf(number)));
  }
  await carrier.drain();
  while (peer.open() > 0) await pause(5);
});

test('what is aborted or too late before its first byte is given back, whatever the peer does', async () => {
  const peer = await peerAnswering('message', 'silence');
  const carrier = carrierTo(peer.port, { connections: 1, replyTimeoutMs: 3_000 });
  const first = submit(carrier, 1);
  const controller = new AbortController();
  const aborted = carrier.submit(attemptOf(2), Date.now() + 60_000, controller.signal);
  const late = carrier.submit(attemptOf(3), Date.now() + 50, new AbortController().signal);
  assert.deepEqual(await late, { kind: 'notSent', reason: 'TOO_LATE' });
  controller.abort();
  assert.deepEqual(await aborted, { kind: 'notSent', reason: 'ABORTED' });
  assert.deepEqual(await carrier.submit(attemptOf(4), Date.now() - 1, new AbortController().signal), {
    kind: 'notSent',
    reason: 'TOO_LATE',
  });
  assert.deepEqual(await first, UNKNOWN);
  assert.deepEqual(peer.dots, [requestIdOf(1)]);
  await carrier.drain();
});

test('a drain gives back what waits, ends what is under way and closes the connections', async () => {
  let finish: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const peer = await peerWith({ answer: (step) => (step === 'message' ? slow.then(() => undefined) : undefined) });
  const carrier = carrierTo(peer.port, { connections: 1 });
  const [first, second] = [submit(carrier, 1), submit(carrier, 2)];
  while (peer.dots.length === 0) await pause(5);
  const drained = carrier.drain();
  assert.deepEqual(await second, { kind: 'notSent', reason: 'ABORTED' });
  assert.deepEqual([carrier.capacity(), await submit(carrier, 3)], [0, { kind: 'notSent', reason: 'ABORTED' }]);
  finish();
  assert.deepEqual(await first, DELIVERED(1));
  await drained;
  while (peer.open() > 0) await pause(5);
  assert.deepEqual(carrier.figures().byResult, { succeeded: 1, failed: 0, notSent: 2, unknown: 0 });
});
