/** The commands of `campanile clock`. */
import type { Command } from 'commander';
import { clientFor, type Flags, isJson, remote } from './flags.ts';
import type { Surroundings } from './surroundings.ts';

/** Adds them to the program. */
export function addClock(program: Command, surroundings: Surroundings): void {
  const { out } = surroundings;
  const clock = program.command('clock').description('The business clock.');
  remote(clock.command('show', { isDefault: true }).description('Where it stands.')).action(async (flags: Flags) => {
    const { showClock } = await import('./commands/clock.ts');
    out(await showClock(clientFor(flags, surroundings), isJson(flags)));
  });
  const advance = clock.command('advance').description('Move a virtual clock, by PT15M or 15m, or to a time.');
  remote(advance.argument('<STEP>')).action(async (step: string, flags: Flags) => {
    const { advanceClock } = await import('./commands/clock.ts');
    out(await advanceClock(clientFor(flags, surroundings), step, isJson(flags)));
  });
}
