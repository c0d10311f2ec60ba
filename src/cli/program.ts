/** The command line: the families of commands. A command's own code is loaded when it runs. */
import { Command, CommanderError } from 'commander';
import { addAgents } from './agent-commands.ts';
import { addChecks } from './check-commands.ts';
import { addClock } from './clock-commands.ts';
import { addDirectory } from './directory-commands.ts';
import { addDispatch } from './dispatch-commands.ts';
import { CliError, EXIT } from './exit-codes.ts';
import { addKeys } from './key-commands.ts';
import { addService } from './service-commands.ts';
import { addSinks } from './sink-commands.ts';
import { createStyle } from './style.ts';
import { addSuppression } from './suppression-commands.ts';
import type { Surroundings } from './surroundings.ts';
import { addTemplates } from './template-commands.ts';
import { addViews } from './view-commands.ts';

/** Runs a command line (without node and script); answers the exit code. */
export async function runCommandLine(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const outcome = { exitCode: EXIT.ok as number };
  try {
    await createProgram(surroundings, outcome).parseAsync([...args], { from: 'user' });
    return outcome.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (!(error instanceof CliError)) throw error;
    surroundings.err(`campanile: ${error.message}\n`);
    return error.exitCode;
  }
}

function createProgram(surroundings: Surroundings, outcome: { exitCode: number }): Command {
  const { out, err, hasColours } = surroundings;
  const style = createStyle(hasColours);
  const program = new Command('campanile')
    .description('An outbound-campaign engine that speaks the Amazon Connect Outbound Campaigns V2 API.')
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err })
    .showHelpAfterError('(campanile --help lists the commands)');
  addService(program, surroundings, outcome);
  addViews(program, surroundings, style);
  addSinks(program, surroundings, style);
  addDispatch(program, surroundings, style);
  addSuppression(program, surroundings, outcome);
  addDirectory(program, surroundings, style, outcome);
  addTemplates(program, surroundings, style, outcome);
  addAgents(program, surroundings, style);
  addClock(program, surroundings);
  addKeys(program, surroundings, style);
  addChecks(program, surroundings, style, outcome);
  return program;
}
