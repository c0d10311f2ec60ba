/** Every sink of an installation, each with its own pump. */
import type { Service } from '../lib/service.ts';
import type { Pump, SinkFigures } from './pump.ts';
import type { Replayed } from './replay.ts';

export interface Sinks extends Service {
  /** By the order of the configuration. */
  figures(): Promise<SinkFigures[]>;
  /** Undefined when there is no such sink. */
  replay(sink: string, limit: number): Promise<Replayed | undefined>;
}

/** The sinks by their names. */
export function createSinks(pumps: ReadonlyMap<string, Pump>): Sinks {
  const all = [...pumps.values()];
  return {
    name: 'sinks',
    async start() {
      await Promise.all(all.map((pump) => pump.start()));
    },
    async stop() {
      await Promise.all(all.map((pump) => pump.stop()));
    },
    figures: () => Promise.all(all.map((pump) => pump.figures())),
    replay: async (sink, limit) => pumps.get(sink)?.replay(limit),
  };
}
