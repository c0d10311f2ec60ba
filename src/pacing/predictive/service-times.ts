/**
 * How long agents talk and wrap up, learned as hazards on bins that widen with the age of the service.
 *
 *   h(bin) = (ends + w) / (exposure + w / h0)      h0 = overall rate, w = 3 imagined ends
 *
 * Exposure counts the seconds spent in the bin by every service, those still running included: counting finished ones
 * only would make long services look rare (length bias), and at the start of a shift all finished ones are short.
 */
import { add, at, scale, sum, type Vector, zeros } from './vector.ts';

export interface ServiceCounts {
  /** Lower edges of the bins in seconds; the last bin has no end. */
  readonly edges: readonly number[];
  readonly ends: Vector;
  readonly exposureSeconds: Vector;
  /** What is believed before anything was seen. */
  readonly priorMeanSeconds: number;
}

const TALK_EDGES = [0, 5, 10, 15, 20, 30, 40, 60, 80, 100, 130, 160, 200, 250, 300, 400, 500, 700, 1000];
const WRAP_EDGES = [0, 5, 10, 15, 20, 25, 30, 35, 40, 50, 60, 80, 120];
/** The weight of the prior mean in the overall rate, in services. */
const PRIOR_SERVICES = 5;
/** The weight of the overall rate in each bin, in services. */
const PRIOR_ENDS_PER_BIN = 3;
const FORGETTING = 0.9;
/** Services of an earlier run count as at most this many. */
const RESTORED_SERVICES = 400;

/** Conversations of two minutes, until others are seen. */
export function priorTalkCounts(): ServiceCounts {
  return emptyCounts(TALK_EDGES, 120);
}

/** Half a minute of after-contact work, until other is seen. */
export function priorWrapCounts(): ServiceCounts {
  return emptyCounts(WRAP_EDGES, 30);
}

function emptyCounts(edges: readonly number[], priorMeanSeconds: number): ServiceCounts {
  return { edges, ends: zeros(edges.length), exposureSeconds: zeros(edges.length), priorMeanSeconds };
}

/** The bin that holds this age. */
export function serviceBin(counts: ServiceCounts, ageSeconds: number): number {
  let bin = counts.edges.length - 1;
  while (bin > 0 && ageSeconds < (counts.edges[bin] ?? 0)) bin -= 1;
  return bin;
}

/** The age that stands for a bin: its middle, or 150 s into a bin wider than 300 s. */
export function representativeAge(counts: ServiceCounts, bin: number): number {
  const from = counts.edges[bin] ?? 0;
  const to = Math.min(counts.edges[bin + 1] ?? Number.POSITIVE_INFINITY, from + 300);
  return (from + to) / 2;
}

/** A service of this length has ended. */
export function countService(counts: ServiceCounts, durationSeconds: number): void {
  expose(counts.edges, counts.exposureSeconds, durationSeconds);
  add(counts.ends, serviceBin(counts, durationSeconds), 1);
}

function expose(edges: readonly number[], exposureSeconds: Vector, durationSeconds: number): void {
  for (let bin = 0; bin < edges.length; bin += 1) {
    const from = edges[bin] ?? 0;
    const to = edges[bin + 1] ?? Number.POSITIVE_INFINITY;
    if (durationSeconds <= from && bin > 0) return;
    add(exposureSeconds, bin, Math.min(durationSeconds, to) - from);
  }
}

/** The hazard per second of each bin, with the ages of the services that run now. */
export function fitHazards(counts: ServiceCounts, runningAges: Iterable<number>): Vector {
  const exposureSeconds = counts.exposureSeconds.slice();
  for (const age of runningAges) expose(counts.edges, exposureSeconds, age);
  const overall =
    (PRIOR_SERVICES + sum(counts.ends)) / (PRIOR_SERVICES * counts.priorMeanSeconds + sum(exposureSeconds));
  const hazards = zeros(counts.edges.length);
  for (let bin = 0; bin < hazards.length; bin += 1) {
    hazards[bin] =
      (at(counts.ends, bin) + PRIOR_ENDS_PER_BIN) / (at(exposureSeconds, bin) + PRIOR_ENDS_PER_BIN / overall);
  }
  return hazards;
}

/** Lets old services weigh less: about eight per agent are remembered, and at least 400. */
export function forgetServices(counts: ServiceCounts, agents: number): void {
  if (sum(counts.ends) > Math.max(400, 8 * agents)) scaleServices(counts, FORGETTING);
}

/** Counts of an earlier run, at most as heavy as 400 services. */
export function restoreServices(counts: ServiceCounts): ServiceCounts {
  const restored = { ...counts, ends: counts.ends.slice(), exposureSeconds: counts.exposureSeconds.slice() };
  const services = sum(restored.ends);
  if (services > RESTORED_SERVICES) scaleServices(restored, RESTORED_SERVICES / services);
  return restored;
}

function scaleServices(counts: ServiceCounts, factor: number): void {
  scale(counts.ends, factor);
  scale(counts.exposureSeconds, factor);
}
