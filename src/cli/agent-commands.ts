/** The commands of `campanile agents`. */
import type { Command } from 'commander';
import { AGENT_COMMANDS } from './agent-actions.ts';
import { clientFor, type Flags, isJson, numberOf, remote } from './flags.ts';
import type { Style } from './style.ts';
import type { Surroundings } from './surroundings.ts';

/** Adds them to the program. */
export function addAgents(program: Command, surroundings: Surroundings, style: Style): void {
  const { out } = surroundings;
  const agents = program.command('agents').description('Agents of a queue; they log in again after a restart.');
  remote(agents.command('list').description('What each is doing.').argument('<QUEUE>')).action(
    async (queue: string, flags: Flags) => {
      const { listAgents } = await import('./commands/agents.ts');
      out(await listAgents(clientFor(flags, surroundings), queue, style, isJson(flags)));
    },
  );
  remote(agents.command('login').description('Log an agent in, offline.').argument('<QUEUE>').argument('<AGENT>'))
    .option('--available', 'and available at once')
    .action(async (queue: string, agent: string, flags: Flags) => {
      const { logInAgent } = await import('./commands/agents.ts');
      const available = flags['available'] === true;
      out(await logInAgent(clientFor(flags, surroundings), queue, agent, available, isJson(flags)));
    });
  for (const { name, action, meaning } of AGENT_COMMANDS) {
    remote(agents.command(name).description(meaning).argument('<QUEUE>').argument('<AGENT>')).action(
      async (queue: string, agent: string, flags: Flags) => {
        const { changeAgent } = await import('./commands/agents.ts');
        await changeAgent(clientFor(flags, surroundings), queue, agent, action);
      },
    );
  }
  remote(agents.command('pool').description('Log in simulated agents (loopback).').argument('<QUEUE>'))
    .requiredOption('--size <COUNT>', 'how many')
    .option('--talk <SECONDS>', 'how long they talk in the mean [150]')
    .option('--wrap <SECONDS>', 'how long their after-contact work takes in the mean [30]')
    .option('--seed <NUMBER>', 'the same seed draws the same durations [1]')
    .action(async (queue: string, flags: Flags) => {
      const { enlistAgents } = await import('./commands/agents.ts');
      const wanted = {
        size: numberOf(flags, 'size') ?? 0,
        talkSeconds: numberOf(flags, 'talk'),
        wrapSeconds: numberOf(flags, 'wrap'),
        seed: numberOf(flags, 'seed'),
      };
      out(await enlistAgents(clientFor(flags, surroundings), queue, wanted, isJson(flags)));
    });
}
