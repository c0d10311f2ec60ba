/** The command that runs the service. */
import type { Command } from 'commander';
import { type Flags, loaded, withSettings } from './flags.ts';
import type { Surroundings } from './surroundings.ts';

/** Adds them to the program. */
export function addService(program: Command, surroundings: Surroundings, outcome: { exitCode: number }): void {
  withSettings(program.command('serve').description('Run the service.')).action(async (flags: Flags) => {
    const { serve } = await import('./commands/serve.ts');
    outcome.exitCode = await serve(loaded(flags, surroundings, true).config, surroundings);
  });
}
