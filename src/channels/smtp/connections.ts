/** The open connections of one carrier: so many at most, used again and again, closed when nobody needs them. */
import type { Clock, Timer } from '../../lib/clock.ts';
import type { SessionOpening, SmtpSession } from './session.ts';

export interface Connections {
  /** An open connection that nobody uses; undefined when there is none. Whoever takes it gives it back. */
  take(): SmtpSession | undefined;
  giveBack(session: SmtpSession): void;
  /** Opens more until `wanted` are in use, idle or on their way, within the bound. */
  want(wanted: number): void;
  /** Open ones. */
  count(): number;
  /** Closes those that nobody uses. */
  closeIdle(): void;
}

export interface ConnectionsDeps {
  readonly clock: Clock;
  readonly open: () => Promise<SessionOpening>;
  /** There is one more to take. */
  readonly onOpened: () => void;
  readonly onFailed: (failure: Extract<SessionOpening, { kind: 'failed' }>) => void;
}

/** Postfix closes idle sessions after 300 s, busy ones of its kind after 10 s; a new one costs us a few milliseconds. */
const IDLE_MS = 30_000;
/** High, because opening is what costs; bounded, so that a changed address or certificate is noticed some day. */
const MAILS_PER_CONNECTION = 1_000;

/** No connection is open. */
export function createConnections(deps: ConnectionsDeps, most: number): Connections {
  const { clock } = deps;
  /** The last one used is the first one taken, so that those too many grow old. */
  const idle: { readonly session: SmtpSession; readonly timer: Timer }[] = [];
  const inUse = new Set<SmtpSession>();
  let opening = 0;

  function rest(session: SmtpSession): void {
    const timer = clock.at(clock.now() + IDLE_MS, () => {
      const at = idle.findIndex((each) => each.session === session);
      if (at >= 0) idle.splice(at, 1);
      session.close();
    });
    idle.push({ session, timer });
  }

  /** Those that the server has closed meanwhile are gone. */
  function dropClosed(): void {
    for (let at = idle.length - 1; at >= 0; at -= 1) {
      if (idle[at]?.session.isOpen() === false) idle.splice(at, 1)[0]?.timer.cancel();
    }
  }

  async function openOne(): Promise<void> {
    opening += 1;
    const opened = await deps.open();
    opening -= 1;
    if (opened.kind === 'failed') return deps.onFailed(opened);
    rest(opened.session);
    deps.onOpened();
  }

  return {
    take() {
      dropClosed();
      const taken = idle.pop();
      if (taken === undefined) return undefined;
      taken.timer.cancel();
      inUse.add(taken.session);
      return taken.session;
    },
    giveBack(session) {
      inUse.delete(session);
      if (session.isOpen() && session.carried() < MAILS_PER_CONNECTION) rest(session);
      else session.close();
    },
    want(wanted) {
      dropClosed();
      const missing = Math.min(wanted, most) - (inUse.size + idle.length + opening);
      for (let count = 0; count < missing; count += 1) void clock.track(openOne());
    },
    count() {
      dropClosed();
      return inUse.size + idle.length;
    },
    closeIdle() {
      for (const { session, timer } of idle.splice(0)) {
        timer.cancel();
        session.close();
      }
    },
  };
}
