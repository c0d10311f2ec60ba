/**
 * Counting. Recording is a map look-up and an addition; prom-client, which costs 50 ms to load and is needed for the
 * figures of the process only, comes with the first scrape.
 */
import { METRICS, type MetricDescription, type MetricName } from './metric-catalogue.ts';

type Labels<Name extends MetricName> = Readonly<Record<(typeof METRICS)[Name]['labels'][number], string>>;

type NamesOf<Kind> = { [Name in MetricName]: (typeof METRICS)[Name]['kind'] extends Kind ? Name : never }[MetricName];

export interface Metrics {
  /** Adds to a counter. */
  add<Name extends NamesOf<'counter'>>(name: Name, labels: Labels<Name>, amount?: number): void;
  /** Sets a gauge, or a counter that somebody else keeps. */
  set<Name extends NamesOf<'gauge' | 'counter'>>(name: Name, labels: Labels<Name>, value: number): void;
  /** Sets every series of a metric: those that are not given are gone. */
  replace<Name extends NamesOf<'gauge' | 'counter'>>(
    name: Name,
    series: readonly { readonly labels: Labels<Name>; readonly value: number }[],
  ): void;
  /** Puts a value into a histogram. */
  observe<Name extends NamesOf<'histogram'>>(name: Name, labels: Labels<Name>, value: number): void;
  /** Calls `collect` before every scrape, for gauges that are cheaper to ask than to keep. */
  beforeScrape(collect: () => Promise<void>): void;
  /** The Prometheus text format, version 0.0.4. */
  scrape(): Promise<string>;
}

/** Label combinations of one metric; a new one beyond this is not counted, so that no caller can fill the memory. */
const MAX_SERIES = 2_000;

interface Series {
  readonly labels: string;
  value: number;
  /** Histograms: how many values were in each bucket, then all. */
  readonly buckets: number[];
  count: number;
}

export function createMetrics(): Metrics {
  const metrics = new Map<MetricName, Map<string, Series>>();
  const collectors: (() => Promise<void>)[] = [];
  let process: Promise<{ metrics(): Promise<string> }> | undefined;

  function seriesOf(name: MetricName, labels: Readonly<Record<string, string>>): Series | undefined {
    let all = metrics.get(name);
    if (all === undefined) {
      all = new Map();
      metrics.set(name, all);
    }
    let key = '';
    for (const label of METRICS[name].labels) key += `${labels[label]}\n`;
    const known = all.get(key);
    if (known !== undefined || all.size >= MAX_SERIES) return known;
    const made = { labels: labelText(METRICS[name], labels), value: 0, buckets: emptyBuckets(METRICS[name]), count: 0 };
    all.set(key, made);
    return made;
  }

  return {
    add(name, labels, amount = 1) {
      const series = seriesOf(name, labels);
      if (series !== undefined) series.value += amount;
    },
    set(name, labels, value) {
      const series = seriesOf(name, labels);
      if (series !== undefined) series.value = value;
    },
    replace(name, all) {
      metrics.delete(name);
      for (const { labels, value } of all) {
        const series = seriesOf(name, labels);
        if (series !== undefined) series.value = value;
      }
    },
    observe(name, labels, value) {
      const series = seriesOf(name, labels);
      if (series === undefined) return;
      series.value += value;
      series.count += 1;
      const bounds: readonly number[] = METRICS[name].buckets;
      const bucket = bounds.findIndex((bound) => value <= bound);
      if (bucket >= 0) series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1;
    },
    beforeScrape(collect) {
      collectors.push(collect);
    },
    async scrape() {
      for (const collect of collectors) await collect();
      const own = [...metrics].map(([name, all]) => exposition(name, METRICS[name], [...all.values()]));
      process ??= createProcessRegistry();
      return own.join('') + (await (await process).metrics());
    },
  };
}

/** The lines of one metric (https://prometheus.io/docs/instrumenting/exposition_formats/). */
function exposition(name: string, description: MetricDescription, all: readonly Series[]): string {
  const lines = [`# HELP ${name} ${description.help}`, `# TYPE ${name} ${description.kind}`];
  for (const series of all) {
    if (description.kind !== 'histogram') lines.push(`${name}${braced(series.labels)} ${series.value}`);
    else lines.push(...histogramLines(name, description.buckets ?? [], series));
  }
  return `${lines.join('\n')}\n`;
}

function histogramLines(name: string, bounds: readonly number[], series: Series): string[] {
  let below = 0;
  const buckets = bounds.map((bound, index) => {
    below += series.buckets[index] ?? 0;
    return `${name}_bucket${braced(joined(series.labels, `le="${bound}"`))} ${below}`;
  });
  return [
    ...buckets,
    `${name}_bucket${braced(joined(series.labels, 'le="+Inf"'))} ${series.count}`,
    `${name}_sum${braced(series.labels)} ${series.value}`,
    `${name}_count${braced(series.labels)} ${series.count}`,
  ];
}

const emptyBuckets = (description: MetricDescription): number[] => (description.buckets ?? []).map(() => 0);
const braced = (labels: string): string => (labels === '' ? '' : `{${labels}}`);
const joined = (labels: string, more: string): string => (labels === '' ? more : `${labels},${more}`);

function labelText(description: MetricDescription, labels: Readonly<Record<string, string>>): string {
  return description.labels.map((label) => `${label}="${escaped(labels[label] ?? '')}"`).join(',');
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** CPU, memory, garbage collection, event loop lag and file descriptors of this process, as prom-client names them. */
async function createProcessRegistry(): Promise<{ metrics(): Promise<string> }> {
  const { Registry, collectDefaultMetrics } = await import('prom-client');
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
