/**
 * What one decision of the predictive pacer costs: 500 agents, 3,000 calls in flight, ten ticks a second.
 * Run: node bench/predictive.ts [--seconds 60]
 * Prints a table and, as the last line, the same as JSON; exits 1 when the mean is over its bound. The bound is on CPU
 * time: on a machine with other work the wall clock also counts the waiting for a core.
 */
import { parseArgs } from 'node:util';
import { createMonotonic } from '../src/lib/monotonic.ts';
import { createSeededRandom } from '../src/lib/random.ts';
import { createPredictivePacer, type PredictivePacer } from '../src/pacing/predictive/pacer.ts';

const AGENTS = 500;
const IN_FLIGHT = 3000;
const TICK_SECONDS = 0.1;
/** The bound of the issue on the mean decision. */
const MOST_MEAN_MICROSECONDS = 500;
const WARM_UP_TICKS = 300;
const RING_TIMEOUT_SECONDS = 28;
const TALK_SECONDS = 150;

interface Ringing {
  readonly id: number;
  /** When a person answers, or the call is given up. */
  readonly at: number;
  readonly byPerson: boolean;
}

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' } } });
const monotonic = createMonotonic();
const random = createSeededRandom(1);
const pacer = createPredictivePacer(
  {
    targetRate: 0.03,
    evaluationWindowSeconds: 86_400,
    connectionThresholdSeconds: 2,
    connectionStartPoint: 'GREETING_END',
    ringTimeoutSeconds: RING_TIMEOUT_SECONDS,
  },
  random,
);
const report = summarise(measure(pacer, Number(values.seconds)));
process.stdout.write(
  `predictive pacer, ${report.agents} agents, ${report.inFlight} calls in flight in the mean, ${report.ticks} decisions\n\n` +
    `  CPU  mean ${report.meanCpuMicroseconds} us, bound ${MOST_MEAN_MICROSECONDS} us; ${report.corePercent} % of a core at ten a second\n` +
    `  wall mean ${report.meanMicroseconds} us   p50 ${report.p50Microseconds} us   p99 ${report.p99Microseconds} us\n\n` +
    `${JSON.stringify(report)}\n`,
);
if (report.meanCpuMicroseconds > MOST_MEAN_MICROSECONDS) process.exitCode = 1;

/**
 * Holds 3,000 calls in flight and 485 agents busy, whatever the pacer wishes, so that every decision has the same size;
 * the calls it asks for take the place of those that ended.
 */
function measure(
  subject: PredictivePacer,
  seconds: number,
): { readonly wall: readonly number[]; readonly cpuTime: readonly number[]; readonly inFlight: readonly number[] } {
  const wall: number[] = [];
  const cpuTime: number[] = [];
  const inFlight: number[] = [];
  const agentFreeAt = new Map<number, number>();
  let ringing: Ringing[] = [];
  let dialled = 0;
  for (let agent = 0; agent < AGENTS; agent += 1) subject.onAgent(agent, 'in', 0);
  const ticks = WARM_UP_TICKS + Math.round(seconds / TICK_SECONDS);
  for (let tick = 0; tick < ticks; tick += 1) {
    const t = tick * TICK_SECONDS;
    for (const [agent, freeAt] of agentFreeAt) {
      if (freeAt > t) continue;
      subject.onTalkEnded(agent, t);
      subject.onWrapEnded(agent, t);
      agentFreeAt.delete(agent);
    }
    ringing = ringing.filter((call) => call.at > t || end(subject, call, agentFreeAt, t));
    const cpu = process.cpuUsage();
    const before = monotonic.nowMs();
    const { trace } = subject.tick(t);
    const spentMs = monotonic.nowMs() - before;
    const { user, system } = process.cpuUsage(cpu);
    for (; ringing.length < IN_FLIGHT; dialled += 1) {
      const byPerson = random.next() < 0.07;
      const age = byPerson ? 3 + 20 * random.next() : RING_TIMEOUT_SECONDS;
      // The first calls are spread over the ring time, as if they had been dialled one after another.
      ringing.push({ id: dialled, byPerson, at: t + (tick === 0 ? age * random.next() : age) });
      subject.onDial(dialled, t);
    }
    if (tick < WARM_UP_TICKS) continue;
    wall.push(1000 * spentMs);
    cpuTime.push(user + system);
    inFlight.push(trace.inFlight);
  }
  return { wall, cpuTime, inFlight };
}

/** False, since the call is no longer in flight. */
function end(subject: PredictivePacer, call: Ringing, agentFreeAt: Map<number, number>, t: number): false {
  if (!call.byPerson) {
    subject.onEnded(call.id, 'noanswer', t);
    return false;
  }
  subject.onAnswer(call.id, t);
  subject.onClassified(call.id, true, t);
  const agent = Array.from({ length: AGENTS }, (_, id) => id).find((id) => !agentFreeAt.has(id));
  if (agent === undefined) {
    subject.onAbandoned(call.id, t);
    return false;
  }
  subject.onConnected(call.id, agent, t);
  agentFreeAt.set(agent, t - TALK_SECONDS * Math.log(1 - random.next()));
  return false;
}

function summarise({ wall, cpuTime, inFlight }: ReturnType<typeof measure>) {
  const sorted = wall.toSorted((left, right) => left - right);
  const quantile = (share: number): number => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return {
    bench: 'predictive',
    agents: AGENTS,
    inFlight: Math.round(mean(inFlight)),
    ticks: wall.length,
    meanCpuMicroseconds: Math.round(mean(cpuTime)),
    meanMicroseconds: Math.round(mean(wall)),
    p50Microseconds: quantile(0.5),
    p99Microseconds: quantile(0.99),
    corePercent: Number(((100 * mean(cpuTime)) / (TICK_SECONDS * 1e6)).toFixed(2)),
  };
}

function mean(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0) / amounts.length;
}
