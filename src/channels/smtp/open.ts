/**
 * A carrier of email: an MTA of the operator, which takes mail by SMTP and delivers it. Attempts are rendered and composed,
 * wait in the lines of their domains, and go over a few connections that are kept open. What became of each is said exactly;
 * a carrier that fails is left alone for a while, and nobody's attempt is used up by that.
 */
import type { Clock, Instant, Timer } from '../../lib/clock.ts';
import type { Monotonic } from '../../lib/monotonic.ts';
import type { Random } from '../../lib/random.ts';
import type { Log } from '../../telemetry/log.ts';
import type { CarrierFigures, SubmitOutcome } from '../carrier-figures.ts';
import type { CarrierState, MessageAttempt, MessageChannel, SubmitResult } from '../channel.ts';
import { ABORTED, CARRIER_RESTS, QUEUE_FULL, TOO_LATE } from '../not-sent.ts';
import type { RenderMessage } from '../rendering.ts';
import { createCarrierHealth } from './carrier-health.ts';
import type { ComposedMail } from './compose-mail.ts';
import { createConnections } from './connections.ts';
import { createDomainPace } from './domain-pace.ts';
import type { MailLinks } from './mail-links.ts';
import { createMailPreparation } from './prepare-mail.ts';
import { type OpeningFailure, openSession, type SessionOptions, type SmtpSession } from './session.ts';
import { type SendReport, verdictOf } from './verdict.ts';
import { canCarryIds, type Verp } from './verp.ts';
import { createWaitingLine } from './waiting-line.ts';

export interface SmtpOptions extends SessionOptions {
  readonly name: string;
  readonly connections: number;
  /** Most attempts that wait for a connection; as many again may be parked for slow domains. */
  readonly queue: number;
  readonly connectionsPerDomain: number;
  readonly messagesPerSecondPerDomain: number;
  readonly returnPath?: string;
}

export interface SmtpDeps {
  readonly clock: Clock;
  readonly monotonic: Monotonic;
  readonly random: Random;
  readonly render: RenderMessage;
  readonly links: MailLinks;
  readonly verp?: Verp;
  readonly log: Log;
}

/** Whether the MTA can be reached, secured and logged in to. `detail` is a code and names nobody. */
export type VerifyResult =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly reason: OpeningFailure; readonly detail: string };

export interface SmtpCarrier extends MessageChannel {
  readonly name: string;
  onRoom(listener: () => void): void;
  stateOf(source: string): CarrierState;
  /** Connects and logs in on a connection of its own, and sends nothing. */
  verify(): Promise<VerifyResult>;
  /** Takes nothing more, gives back what waits, and resolves when nothing is under way and the connections are closed. */
  drain(): Promise<void>;
  figures(): CarrierFigures;
}

type Mail = Extract<ComposedMail, { kind: 'mail' }>;

/** An attempt with its mail, in the line or on its way. */
interface Pending {
  readonly attempt: MessageAttempt;
  readonly mail: Mail;
  readonly notAfter: Instant;
  readonly signal: AbortSignal;
  readonly settle: (result: SubmitResult) => void;
  /** It was given to a connection that turned out to be dead; that happens to it once. */
  isSecondTry: boolean;
}

/** Opens no connection yet: the first attempt does. Throws RangeError when the return path is too long to carry ids. */
export function createSmtpCarrier(options: SmtpOptions, deps: SmtpDeps): SmtpCarrier {
  const { name, returnPath } = options;
  if (deps.verp !== undefined && returnPath !== undefined && !canCarryIds(returnPath)) {
    throw new RangeError(`the return path of carrier ${name} needs a local part of at most 14 characters`);
  }
  const { clock, monotonic, log } = deps;
  const prepareMail = createMailPreparation(deps.render, { ...deps, ...options }, clock);
  const pace = createDomainPace(options.connectionsPerDomain, options.messagesPerSecondPerDomain);
  const line = createWaitingLine<Pending>(options.queue, pace);
  const byResult: Record<SubmitOutcome, number> = { succeeded: 0, failed: 0, notSent: 0, unknown: 0 };
  let seconds = 0;
  let preparing = 0;
  let underWay = 0;
  let isDraining = false;
  /** When a domain may have its next mail. */
  let nextTurn: Timer | undefined;
  let tellRoom: () => void = () => undefined;
  let tellDrained: () => void = () => undefined;

  const health = createCarrierHealth({
    ...{ carrier: name, clock, random: deps.random, log },
    onRest: () => giveBackAll(CARRIER_RESTS),
    onRoom: () => tellRoom(),
    tryToConnect: () => connections.want(1),
  });
  const connections = createConnections(
    {
      clock,
      open: () => openSession(options, clock),
      onOpened() {
        health.reached();
        serve();
      },
      onFailed({ reason, detail }) {
        health.blame(`${reason} ${detail}`);
        serve();
      },
    },
    options.connections,
  );

  const held = (): number => preparing + line.size() + underWay;

  function capacity(): number {
    if (isDraining) return 0;
    switch (health.state()) {
      case 'resting':
        return 0;
      case 'trial':
        return Math.max(0, 1 - held());
      case 'well':
        return Math.max(0, line.room() + options.connections - underWay - preparing);
    }
  }

  async function submit(attempt: MessageAttempt, notAfter: Instant, signal: AbortSignal): Promise<SubmitResult> {
    const startedMs = monotonic.nowMs();
    const result = refusal(notAfter, signal) ?? (await prepareAndWait(attempt, notAfter, signal));
    seconds += (monotonic.nowMs() - startedMs) / 1000;
    byResult[outcomeOf(result)] += 1;
    return result;
  }

  /** Why it may not go now, if so. */
  function refusal(notAfter: Instant, signal: AbortSignal): SubmitResult | undefined {
    const held = heldBack(notAfter, signal);
    if (held !== undefined || capacity() > 0) return held;
    return notSent(health.state() === 'well' ? QUEUE_FULL : CARRIER_RESTS);
  }

  function heldBack(notAfter: Instant, signal: AbortSignal): SubmitResult | undefined {
    if (signal.aborted || isDraining) return notSent(ABORTED);
    if (clock.now() > notAfter) return notSent(TOO_LATE);
    return health.state() === 'resting' ? notSent(CARRIER_RESTS) : undefined;
  }

  async function prepareAndWait(
    attempt: MessageAttempt,
    notAfter: Instant,
    signal: AbortSignal,
  ): Promise<SubmitResult> {
    const mail = await prepare(attempt);
    if (mail === undefined) return notSent('PREPARATION_FAILED');
    if (mail.kind === 'unsendable') return { kind: 'ended', disposition: mail.disposition };
    return heldBack(notAfter, signal) ?? wait(attempt, mail, notAfter, signal);
  }

  async function prepare(attempt: MessageAttempt): Promise<ComposedMail | undefined> {
    preparing += 1;
    try {
      return await prepareMail(attempt);
    } catch (error) {
      log.error('a mail could not be made', { carrier: name, requestId: attempt.requestId, error });
      return undefined;
    } finally {
      preparing -= 1;
      lookWhetherDrained();
    }
  }

  /** Until its first byte goes out the attempt can be taken back, and can come too late. */
  function wait(attempt: MessageAttempt, mail: Mail, notAfter: Instant, signal: AbortSignal): Promise<SubmitResult> {
    return new Promise((resolve) => {
      const leave = (reason: string): void => {
        if (line.remove(mail.domain, pending)) settle(notSent(reason));
      };
      const abort = (): void => leave(ABORTED);
      const tooLate = clock.at(notAfter + 1, () => leave(TOO_LATE));
      signal.addEventListener('abort', abort);
      const settle = (result: SubmitResult): void => {
        tooLate.cancel();
        signal.removeEventListener('abort', abort);
        resolve(result);
      };
      const pending: Pending = { attempt, mail, notAfter, signal, settle, isSecondTry: false };
      line.add(mail.domain, pending);
      serve();
    });
  }

  /** Gives connections to those whose turn it is, opens more where they are missing, and comes back when a turn comes. */
  function serve(): void {
    nextTurn?.cancel();
    const now = clock.now();
    while (line.ready(now, 1) > 0) {
      const session = connections.take();
      if (session === undefined) break;
      const next = line.next(now);
      if (next === undefined) connections.giveBack(session);
      else void clock.track(carry(session, next.item));
    }
    const ready = line.ready(now, options.connections);
    if (ready > 0) connections.want(underWay + ready);
    const at = ready > 0 ? undefined : line.readyAt(now);
    if (at !== undefined) nextTurn = clock.at(at, serve);
  }

  async function carry(session: SmtpSession, pending: Pending): Promise<void> {
    underWay += 1;
    const { mail } = pending;
    const hasCarriedBefore = session.carried() > 0;
    const report = await session.send(mail.envelope, mail.read());
    underWay -= 1;
    if (hasCarriedBefore && !pending.isSecondTry && hasEndedBeforeMail(report)) tryAgain(pending);
    else settle(pending, report);
    if (report.kind === 'answered' && report.step !== 'message' && session.isOpen()) await session.reset();
    connections.giveBack(session);
    lookWhetherDrained();
    serve();
  }

  /** On another connection: that the server ended an old one says nothing about it, nor about the mail. */
  function tryAgain(pending: Pending): void {
    const { domain } = pending.mail;
    pace.end(domain, clock.now(), false);
    const held = heldBack(pending.notAfter, pending.signal);
    if (held === undefined) {
      pending.isSecondTry = true;
      line.addFirst(domain, pending);
    } else pending.settle(held);
  }

  function settle({ attempt, mail, settle: answer }: Pending, report: SendReport): void {
    pace.end(mail.domain, clock.now(), true);
    const { result, blamesCarrier } = verdictOf(report, attempt.requestId);
    answer(result);
    if (blamesCarrier) health.blame(wordsOf(report));
    else health.praise();
  }

  function giveBackAll(reason: string): void {
    for (const { settle: answer } of line.clear()) answer(notSent(reason));
  }

  function lookWhetherDrained(): void {
    if (!isDraining || held() > 0) return;
    connections.closeIdle();
    tellDrained();
  }

  return {
    name,
    capacity,
    submit,
    /** Bounces and complaints come in elsewhere: the MTA's answer is all that this connection tells. */
    onReceipt: () => undefined,
    onRoom(listener) {
      tellRoom = listener;
    },
    stateOf() {
      const restsUntil = health.restsUntil();
      return { carrier: name, ...(restsUntil !== undefined && { restsUntil }) };
    },
    async verify() {
      const opened = await openSession(options, clock);
      if (opened.kind === 'failed') return opened;
      opened.session.close();
      return { kind: 'ready' };
    },
    drain() {
      isDraining = true;
      health.stop();
      giveBackAll(ABORTED);
      nextTurn?.cancel();
      return new Promise((resolve) => {
        tellDrained = resolve;
        lookWhetherDrained();
      });
    },
    figures: () => ({
      ...{ carrier: name, kind: 'smtp', waiting: preparing + line.size(), underWay, connections: connections.count() },
      isResting: health.state() === 'resting',
      byResult: { ...byResult },
      seconds,
    }),
  };
}

/** The server has closed a connection that it had used before, and that came to light when the next mail was begun. */
function hasEndedBeforeMail(report: SendReport): boolean {
  if (report.kind === 'lost') return !report.mayHaveLeft;
  return report.kind === 'answered' && report.reply.code === 421 && report.step !== 'message';
}

function wordsOf(report: SendReport): string {
  if (report.kind === 'lost') return report.cause;
  return report.kind === 'answered' ? `${report.step} ${report.reply.code}` : report.kind;
}

function outcomeOf(result: SubmitResult): SubmitOutcome {
  if (result.kind !== 'ended') return result.kind === 'submitted' ? 'succeeded' : result.kind;
  return result.disposition.state === 'Succeeded' ? 'succeeded' : 'failed';
}

const notSent = (reason: string): SubmitResult => ({ kind: 'notSent', reason });
