/** The commands that check before anything runs: `campanile config` and `campanile doctor`. */
import type { Command } from 'commander';
import { EXIT } from './exit-codes.ts';
import { clientFor, type Flags, isJson, loaded, remote, withSettings } from './flags.ts';
import type { Style } from './style.ts';
import type { Surroundings } from './surroundings.ts';

/** Adds them to the program. */
export function addChecks(
  program: Command,
  surroundings: Surroundings,
  style: Style,
  outcome: { exitCode: number },
): void {
  const { out } = surroundings;
  const config = program.command('config').description('The configuration.');
  withSettings(config.command('print').description('Every setting, its value and where that came from.'))
    .option('--json', 'print JSON')
    .action(async (flags: Flags) => {
      const { printConfig } = await import('./commands/config-print.ts');
      out(printConfig(loaded(flags, surroundings), style, isJson(flags)));
    });
  remote(
    withSettings(program.command('doctor').description('Check what the service needs.'), ['data', 'host', 'port']),
  ).action(async (flags: Flags) => {
    const { doctor } = await import('./commands/doctor.ts');
    const client = clientFor(flags, surroundings);
    const diagnosis = await doctor(
      loaded(flags, surroundings, true).config,
      { ...surroundings, client },
      style,
      isJson(flags),
    );
    out(diagnosis.text);
    if (!diagnosis.isHealthy) outcome.exitCode = EXIT.failed;
  });
}
