/** What a figure was measured on: figures without their machine are gossip. */
import { cpus, loadavg, release, totalmem } from 'node:os';

export interface Machine {
  processor: string;
  cores: number;
  memoryGiB: number;
  kernel: string;
  node: string;
  /** Runnable processes over the last minute, at the start: above 0.5 somebody else was at work. */
  loadAverage: number;
}

/** The machine as it is at this moment. */
export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    loadAverage: loadavg()[0] ?? 0,
  };
}
