/**
 * A whole predictive campaign through the whole service: 50,000 requests, 50 simulated agents, the virtual clock, nothing
 * on disk. The callees are those of the simulator (sim/fate.ts, sim/drift.ts), so that occupancy and abandonment can be
 * held against what it predicts for the same world.
 * Run: node bench/predictive-run.ts [--requests 50000] [--agents 50] [--hours 10] [--seeds 3] [--seed 1]
 * Prints a table and, as the last line, the same as JSON; exits 1 when the run takes too long or differs too much.
 */
import { parseArgs } from 'node:util';
import { simulate } from '../sim/centre.ts';
import { mrb } from '../sim/dialers/mrb.ts';
import { mean } from '../sim/experiment.ts';
import { baseScenario, RING_TIMEOUT_SECONDS, type Scenario } from '../sim/scenario.ts';
import { openLoopback } from '../src/channels/loopback/open.ts';
import { PARTS } from '../src/compose/parts.ts';
import { startCampanile } from '../src/compose.ts';
import { loadConfig } from '../src/config/load.ts';
import { createRealClock } from '../src/lib/clock.ts';
import { createIdSource } from '../src/lib/ids.ts';
import { createMonotonic } from '../src/lib/monotonic.ts';
import { createSeededRandom } from '../src/lib/random.ts';
import { createLog } from '../src/telemetry/log.ts';
import { createCallees } from './predictive-run/callees.ts';
import { measureShift } from './predictive-run/shift.ts';

/** The bound of the issue on real time, and on the distance from what the simulator predicts. */
const MOST_SECONDS = 60;
const MOST_POINTS = 1.5;
const BATCH = 25;
const START = '2026-03-02T08:00:00Z';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '50000' },
    agents: { type: 'string', default: '50' },
    hours: { type: 'string', default: '10' },
    seeds: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
  },
});
const requests = Number(values.requests);
const agents = Number(values.agents);
const seed = Number(values.seed);
const scenario: Scenario = { ...baseScenario(agents), hours: Number(values.hours) };

const run = await runService();
const predicted = Array.from({ length: Number(values.seeds) }, (_, index) =>
  simulate(scenario, mrb(false), seed + index),
);
const percent = (share: number): number => Math.round(share * 10_000) / 100;
const report = {
  requests,
  agents,
  seconds: Math.round(run.seconds * 10) / 10,
  cpuSeconds: Math.round(run.cpuSeconds * 10) / 10,
  virtualHours: Math.round(run.virtualHours * 100) / 100,
  hoursCompared: scenario.hours,
  occupancy: percent(run.occupancy),
  abandonment: percent(run.abandonment),
  abandonmentAtTheEnd: percent(run.finalRate),
  dialsPerConnect: Math.round(run.dialsPerConnect * 100) / 100,
  predictedOccupancy: percent(mean(predicted.map(({ occupancy }) => occupancy))),
  predictedOccupancies: predicted.map(({ occupancy }) => percent(occupancy)),
  predictedAbandonment: percent(mean(predicted.map(({ abandonment }) => abandonment))),
  predictedAbandonments: predicted.map(({ abandonment }) => percent(abandonment)),
  outcomes: run.outcomes,
};
process.stdout.write(
  `${requests} requests, ${agents} simulated agents, target 3 %: ${report.virtualHours} h in ${report.seconds} s, ${report.cpuSeconds} s of CPU (bound ${MOST_SECONDS} s)\n\n` +
    `                 service   simulator (${values.seeds} seeds)   over the first ${scenario.hours} h\n` +
    `  occupancy      ${report.occupancy} %   ${report.predictedOccupancy} %  (${report.predictedOccupancies.join(', ')})\n` +
    `  abandonment    ${report.abandonment} %    ${report.predictedAbandonment} %   (${report.predictedAbandonments.join(', ')})\n` +
    `  dials/connect  ${report.dialsPerConnect}\n\n${JSON.stringify(report)}\n`,
);
const isClose =
  Math.abs(report.occupancy - report.predictedOccupancy) <= MOST_POINTS &&
  Math.abs(report.abandonment - report.predictedAbandonment) <= MOST_POINTS;
if (run.seconds > MOST_SECONDS || !isClose) process.exitCode = 1;

/** Plays the campaign until every request has ended. */
async function runService() {
  const loaded = loadConfig({
    flags: { port: '0', data: ':memory:', clock: 'virtual', start: START, drainSeconds: '0' },
    environment: {},
    file: null,
  });
  if (loaded.kind === 'refused') throw new Error(loaded.problems.join('; '));
  const startedAt = Date.parse(START);
  const callees = createCallees(scenario, seed, startedAt);
  const service = await startCampanile(
    loaded.config,
    {
      wall: createRealClock(),
      monotonic: createMonotonic(),
      random: createSeededRandom(seed),
      ids: createIdSource(),
      secretBytes: (count) => new Uint8Array(count),
      log: createLog({ level: 'warn', format: 'json', write: (line) => process.stderr.write(line) }),
      crash: () => undefined,
      onFatal: (error) => {
        throw error;
      },
    },
    {
      ...PARTS,
      openCarriers: (options) => openLoopback({ ...options, callScript: () => callees.draw(options.clock.now()) }),
    },
  );
  const call = createCaller(service.url);
  try {
    const begun = performance.now();
    const cpuBefore = process.cpuUsage();
    const id = await prepareCampaign(call);
    for (let hour = 0; ; hour += 1) {
      await call('POST', '/admin/v1/clock/advance', { by: 'PT1H' });
      const { buffered, attempting } = await call('GET', `/admin/v1/campaigns/${id}/counters`);
      if (buffered + attempting === 0) break;
      if (hour > 100) throw new Error('the campaign does not end');
    }
    const seconds = (performance.now() - begun) / 1_000;
    const { user, system } = process.cpuUsage(cpuBefore);
    const shift = await measureShift(call, { agents, startedAt, until: startedAt + scenario.hours * 3_600_000 });
    const { thirtyDays } = await call('GET', `/admin/v1/campaigns/${id}/abandonment`);
    return { seconds, cpuSeconds: (user + system) / 1_000_000, finalRate: thirtyDays.rate as number, ...shift };
  } finally {
    await service.stop();
  }
}

/** A running campaign with all its requests, and agents who begin at the same instant. */
async function prepareCampaign(call: Caller): Promise<string> {
  const { id } = await call('PUT', '/v2/campaigns', {
    name: 'predictive run',
    connectInstanceId: '11111111-2222-4333-8444-555555555555',
    channelSubtypeConfig: {
      telephony: {
        capacity: 1,
        connectQueueId: 'queue',
        outboundMode: {
          predictive: {
            bandwidthAllocation: 1,
            pacingStrategies: [
              {
                abandonmentRate: {
                  targetRate: scenario.targetRate,
                  connectionStartPoint: 'GREETING_END',
                  connectionThresholdSeconds: 2,
                  evaluationWindow: 'PT24H',
                },
              },
            ],
          },
        },
        defaultOutboundConfig: {
          connectContactFlowId: 'flow',
          connectSourcePhoneNumber: '+12065550100',
          answerMachineDetectionConfig: { enableAnswerMachineDetection: true, awaitAnswerMachinePrompt: false },
          ringTimeout: RING_TIMEOUT_SECONDS,
        },
      },
    },
  });
  const expirationTime = new Date(Date.parse(START) + 30 * 86_400_000).toISOString();
  await call('POST', `/v2/campaigns/${id}/start`, {});
  for (let first = 0; first < requests; first += BATCH) {
    const outboundRequests = Array.from({ length: Math.min(BATCH, requests - first) }, (_, index) => ({
      clientToken: `token-${first + index}`,
      expirationTime,
      channelSubtypeParameters: {
        telephony: { destinationPhoneNumber: `+1206${String(2_000_000 + first + index)}`, attributes: {} },
      },
    }));
    const { failedRequests } = await call('PUT', `/v2/campaigns/${id}/outbound-requests`, { outboundRequests });
    if (failedRequests.length > 0) throw new Error(JSON.stringify(failedRequests[0]));
  }
  // Who ends the talk is the callee, whose talks drift as in the simulator; these agents would talk for hours.
  await call('POST', '/admin/v1/loopback/agents', {
    queueId: 'queue',
    size: agents,
    talk: { meanSeconds: 14_400, cv: 0 },
    wrap: { meanSeconds: scenario.wrapSeconds, cv: 0.5 },
    seed,
  });
  return id;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of our own service, whose shapes the acceptance tests hold.
type Caller = (method: string, path: string, body?: object) => Promise<any>;

function createCaller(url: string): Caller {
  return async (method, path, body) => {
    const init = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, { method, ...init });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
}
