/**
 * The simulated call centre: agents, calls and people who wait, moved by events. It runs one method over one shift and
 * keeps what the tables and plots need. Nothing in it looks at the wall clock; the seed decides everything.
 */
import { createSeededRandom } from '../src/lib/random.ts';
import { createAgentPool, type SimulatedAgent } from './agent-pool.ts';
import { exponential, lognormal, uniform } from './chance.ts';
import type { Desk, Method, Observer } from './dialer.ts';
import { createDrift } from './drift.ts';
import { createEventQueue } from './event-queue.ts';
import { drawFate, type Fate, MACHINE_TALK_SECONDS } from './fate.ts';
import { createRecorder, type RunResult } from './recorder.ts';
import { CONNECTION_THRESHOLD_SECONDS, type Scenario } from './scenario.ts';

interface SimulatedCall {
  readonly id: number;
  readonly fate: Fate;
  readonly risk: number | undefined;
  stage: 'ringing' | 'analysing' | 'waiting' | 'gone';
}

type CentreEvent =
  | { readonly kind: 'answer' | 'verdict' | 'unanswered' | 'patienceOver'; readonly call: SimulatedCall }
  | { readonly kind: 'talkEnd' | 'wrapEnd' | 'breakEnd'; readonly agent: SimulatedAgent }
  | { readonly kind: 'breakStart' };

const BREAK_SHARE = 0.25;
const TALK_VARIATION = 1;
const WRAP_VARIATION = 0.5;

/** Runs one shift; the same arguments give the same result. */
export function simulate(scenario: Scenario, method: Method, seed: number): RunResult {
  const end = scenario.hours * 3600;
  const drift = createDrift(scenario, createSeededRandom(seed * 1_000_003));
  const callChance = createSeededRandom(seed * 1_000_003 + 1);
  const serviceChance = createSeededRandom(seed * 1_000_003 + 2);
  const breakChance = createSeededRandom(seed * 1_000_003 + 3);
  const dialer = method.create({ targetRate: scenario.targetRate, windowSeconds: scenario.windowSeconds, seed });
  const observer: Observer = dialer.observer ?? {};
  const recorder = createRecorder(scenario, drift);
  const events = createEventQueue<CentreEvent>();
  const pool = createAgentPool(scenario.agents, recorder);
  const waiting: SimulatedCall[] = [];
  const calls = new Map<number, SimulatedCall>();
  const counts = { inFlight: 0, dialled: 0, answered: 0, abandoned: 0, peopleUnderWay: 0 };
  let now = 0;

  function becomeFree(agent: SimulatedAgent): void {
    if (agent.onBreakUntil > now) {
      pool.enter(agent, 'away', now);
      return;
    }
    pool.enter(agent, 'free', now);
    const call = waiting.shift();
    if (call !== undefined) connect(call, agent);
  }

  function connect(call: SimulatedCall, agent: SimulatedAgent): void {
    if (agent.stage === 'free') recorder.idleGap(now - agent.since);
    const isMachine = call.fate.kind === 'answered' && !call.fate.byPerson;
    const talkSeconds = lognormal(serviceChance, drift.talkSeconds(now), TALK_VARIATION);
    const heldSeconds = isMachine ? MACHINE_TALK_SECONDS : talkSeconds;
    agent.wrapSeconds = lognormal(serviceChance, scenario.wrapSeconds, WRAP_VARIATION);
    agent.freeAt = now + heldSeconds + agent.wrapSeconds;
    pool.enter(agent, 'talking', now);
    recorder.connected(call.risk);
    drop(call);
    observer.onConnected?.(call.id, agent.id, now);
    events.add(now + heldSeconds, { kind: 'talkEnd', agent });
  }

  function drop(call: SimulatedCall): void {
    if (call.stage === 'ringing' || call.stage === 'analysing') leaveFlight(call);
    call.stage = 'gone';
    calls.delete(call.id);
  }

  function leaveFlight(call: SimulatedCall): void {
    counts.inFlight -= 1;
    if (call.fate.kind === 'answered' && call.fate.takenForPerson) counts.peopleUnderWay -= 1;
  }

  function place(risk?: number): Fate {
    const fate = drawFate(callChance, drift.answerShare(now));
    const call: SimulatedCall = { id: counts.dialled, fate, risk, stage: 'ringing' };
    counts.dialled += 1;
    counts.inFlight += 1;
    if (fate.kind === 'answered' && fate.takenForPerson) counts.peopleUnderWay += 1;
    calls.set(call.id, call);
    observer.onDial?.(call.id, now);
    events.add(now + fate.afterSeconds, { kind: fate.kind === 'answered' ? 'answer' : 'unanswered', call });
    return fate;
  }

  function hangUp(callId: number): void {
    const call = calls.get(callId);
    if (call?.stage !== 'ringing') return;
    drop(call);
    observer.onEnded?.(callId, 'cancelled', now);
  }

  function giveVerdict(call: SimulatedCall): void {
    const isPerson = call.fate.kind === 'answered' && call.fate.takenForPerson;
    observer.onClassified?.(call.id, isPerson, now);
    if (!isPerson) {
      drop(call);
      observer.onEnded?.(call.id, 'machine', now);
      return;
    }
    leaveFlight(call);
    call.stage = 'waiting';
    counts.answered += 1;
    recorder.answered(now);
    const agent = pool.firstFree();
    if (agent !== undefined) {
      connect(call, agent);
      return;
    }
    waiting.push(call);
    events.add(now + CONNECTION_THRESHOLD_SECONDS, { kind: 'patienceOver', call });
  }

  function abandon(call: SimulatedCall): void {
    waiting.splice(waiting.indexOf(call), 1);
    drop(call);
    counts.abandoned += 1;
    recorder.abandoned(now, call.risk);
    observer.onAbandoned?.(call.id, now);
  }

  function startBreak(): void {
    const until = now + uniform(breakChance, 300, 900);
    for (const agent of pool.agents) {
      if (breakChance.next() >= BREAK_SHARE) continue;
      agent.onBreakUntil = until;
      if (agent.stage === 'free') pool.enter(agent, 'away', now);
      observer.onAgent?.(agent.id, 'out', now);
      events.add(until, { kind: 'breakEnd', agent });
    }
    scheduleBreak();
  }

  function scheduleBreak(): void {
    if (scenario.groupBreaksPerHour === 0) return;
    events.add(now + exponential(breakChance, 3600 / scenario.groupBreaksPerHour), { kind: 'breakStart' });
  }

  function endBreak(agent: SimulatedAgent): void {
    if (agent.onBreakUntil > now) return; // a later break has taken over
    observer.onAgent?.(agent.id, 'in', now);
    if (agent.stage === 'away') becomeFree(agent);
  }

  function happen(event: CentreEvent): void {
    switch (event.kind) {
      case 'answer':
        if (event.call.stage !== 'ringing' || event.call.fate.kind !== 'answered') return;
        event.call.stage = 'analysing';
        observer.onAnswer?.(event.call.id, now);
        events.add(now + event.call.fate.analysisSeconds, { kind: 'verdict', call: event.call });
        return;
      case 'unanswered':
        if (event.call.stage !== 'ringing' || event.call.fate.kind !== 'unanswered') return;
        drop(event.call);
        observer.onEnded?.(event.call.id, event.call.fate.cause, now);
        return;
      case 'verdict':
        giveVerdict(event.call);
        return;
      case 'patienceOver':
        if (event.call.stage === 'waiting') abandon(event.call);
        return;
      case 'talkEnd':
        observer.onTalkEnded?.(event.agent.id, now);
        pool.enter(event.agent, 'wrapping', now);
        events.add(now + event.agent.wrapSeconds, { kind: 'wrapEnd', agent: event.agent });
        return;
      case 'wrapEnd':
        observer.onWrapEnded?.(event.agent.id, now);
        becomeFree(event.agent);
        return;
      case 'breakStart':
        startBreak();
        return;
      case 'breakEnd':
        endBreak(event.agent);
        return;
    }
  }

  const desk: Desk = {
    loggedIn: () => scenario.agents - pool.count('away'),
    free: () => pool.count('free'),
    talking: () => pool.count('talking'),
    wrapping: () => pool.count('wrapping'),
    waiting: () => waiting.length,
    inFlight: () => counts.inFlight,
    dialled: () => counts.dialled,
    answered: () => counts.answered,
    abandoned: () => counts.abandoned,
    place,
    hangUp,
    truth: {
      agentsFreeBy: (t) => pool.freeBy(t, now),
      peopleUnderWay: () => counts.peopleUnderWay,
    },
  };

  for (const { id } of pool.agents) observer.onAgent?.(id, 'in', 0);
  scheduleBreak();
  for (let second = 0; second < end; second += 1) {
    for (let next = events.takeUpTo(second); next !== undefined; next = events.takeUpTo(second)) {
      now = next.t;
      happen(next.event);
    }
    now = second;
    recorder.second(now, dialer.tick(desk, now));
  }
  pool.close(end);
  return recorder.result(counts.dialled);
}
