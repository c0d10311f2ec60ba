/** The commands of `campanile dispatch`. */
import type { Command } from 'commander';
import { clientFor, type Flags, isJson, onChannel, remote, text } from './flags.ts';
import type { Style } from './style.ts';
import type { Surroundings } from './surroundings.ts';

/** Adds them to the program. */
export function addDispatch(program: Command, surroundings: Surroundings, style: Style): void {
  const { out } = surroundings;
  const dispatch = program
    .command('dispatch')
    .description('The red button: stop every attempt, or those on a channel.');
  remote(dispatch.command('show', { isDefault: true }).description('Whether anything is stopped.')).action(
    async (flags: Flags) => {
      const { dispatchText, readDispatch } = await import('./commands/dispatch.ts');
      out(dispatchText(await readDispatch(clientFor(flags, surroundings)), style, isJson(flags)));
    },
  );
  const meanings = { stop: 'No new attempt after this answers; it outlives a restart.', start: 'Go on.' } as const;
  for (const [name, state] of [['stop', 'stopped'] as const, ['start', 'running'] as const]) {
    remote(onChannel(dispatch.command(name).description(meanings[name]))).action(async (flags: Flags) => {
      const { dispatchText, setDispatch } = await import('./commands/dispatch.ts');
      const answer = await setDispatch(clientFor(flags, surroundings), state, text(flags, 'channel'));
      out(dispatchText(answer, style, isJson(flags)));
    });
  }
}
