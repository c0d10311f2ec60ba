/** The commands of `campanile sinks`. */
import type { Command } from 'commander';
import { CliError, EXIT } from './exit-codes.ts';
import { clientFor, type Flags, isJson, remote, text } from './flags.ts';
import type { Style } from './style.ts';
import type { Surroundings } from './surroundings.ts';

/** Adds them to the program. */
export function addSinks(program: Command, surroundings: Surroundings, style: Style): void {
  const { out } = surroundings;
  const sinks = program.command('sinks').description('Where events are delivered to.');
  remote(sinks.command('list', { isDefault: true }).description('How far each has come, and what it gave up.')).action(
    async (flags: Flags) => {
      const { listSinks } = await import('./commands/sinks.ts');
      out(await listSinks(clientFor(flags, surroundings), style, isJson(flags)));
    },
  );
  remote(sinks.command('replay').description('Deliver dead letters once more.').argument('<NAME>'))
    .option('--limit <COUNT>', 'so many at most, up to 1000 [100]')
    .action(async (name: string, flags: Flags) => {
      const { replaySink } = await import('./commands/sinks.ts');
      const given = text(flags, 'limit');
      if (given !== undefined && !/^[1-9]\d{0,3}$/.test(given)) throw new CliError(EXIT.usage, `${given} is no count`);
      const limit = given === undefined ? undefined : Number(given);
      out(await replaySink(clientFor(flags, surroundings), name, limit, isJson(flags)));
    });
}
