/** The commands that look at a running service: campaigns, events, the story of a request. */
import type { Command } from 'commander';
import { clientFor, type Flags, isJson, remote, text } from './flags.ts';
import type { Style } from './style.ts';
import type { Surroundings } from './surroundings.ts';

/** Adds them to the program. */
export function addViews(program: Command, surroundings: Surroundings, style: Style): void {
  const { out, wall } = surroundings;
  remote(program.command('status').description('Campaigns with their counters.')).action(async (flags: Flags) => {
    const { status } = await import('./commands/status.ts');
    out(await status(clientFor(flags, surroundings), style, isJson(flags)));
  });
  remote(program.command('tail').description('Every event as it happens.'))
    .option('--after <SEQUENCE>', 'begin after this event, 0 for all that are kept [now]')
    .action(async (flags: Flags) => {
      const { tail } = await import('./commands/tail.ts');
      const after = text(flags, 'after');
      const options = { asJson: isJson(flags), ...(after !== undefined && { after }) };
      await tail(clientFor(flags, surroundings), wall, out, style, options);
    });
  remote(program.command('explain').description('The story of one request.').argument('<ID>')).action(
    async (id: string, flags: Flags) => {
      const { explain } = await import('./commands/explain.ts');
      out(await explain(clientFor(flags, surroundings), id, style, isJson(flags)));
    },
  );
}
