/** The commands of `campanile suppression`. */
import { type Command, Option } from 'commander';
import type { ListOptions } from './commands/suppression.ts';
import { EXIT } from './exit-codes.ts';
import { clientFor, type Flags, isJson, onChannel, remote, text } from './flags.ts';
import type { Surroundings } from './surroundings.ts';

/** Adds them to the program. */
export function addSuppression(program: Command, surroundings: Surroundings, outcome: { exitCode: number }): void {
  const { out, err, isLogReadable } = surroundings;
  const suppression = program.command('suppression').description('Whom a Connect instance must not contact.');
  const command = (name: string, description: string): Command =>
    remote(onChannel(suppression.command(name).description(description))).option(
      '--instance <ID>',
      'the Connect instance [the one that the campaigns have]',
    );
  for (const [name, method, done] of [['add', 'POST', 'added'] as const, ['remove', 'DELETE', 'removed'] as const]) {
    command(name, name === 'add' ? 'Put recipients on the list.' : 'Take recipients off the list.')
      .argument('<RECIPIENT...>')
      .action(async (recipients: string[], flags: Flags) => {
        const { changeRecipients, changeText } = await import('./commands/suppression.ts');
        const report = await changeRecipients(clientFor(flags, surroundings), method, recipients, listOptions(flags));
        out(changeText(report, done, isJson(flags)));
        if (report.failed > 0) outcome.exitCode = EXIT.failed;
      });
  }
  command('import', 'Put the recipients of a file on the list: one a line, or .csv, or .ndjson.')
    .argument('<FILE>')
    .action(async (file: string, flags: Flags) => {
      const { changeText, importFile, progressBar } = await import('./commands/suppression.ts');
      const onProgress = (share: number): void => (isLogReadable ? err(progressBar(share)) : undefined);
      const report = await importFile(clientFor(flags, surroundings), file, listOptions(flags), onProgress);
      out(changeText(report, 'added', isJson(flags)));
      if (report.failed > 0) outcome.exitCode = EXIT.failed;
    });
  const writing = (name: string, description: string, reveal: boolean): void => {
    command(name, description)
      .addOption(new Option('--format <FORMAT>', 'how').choices(['plain', 'csv', 'ndjson']).default('csv'))
      .action(async (flags: Flags) => {
        const { writeList } = await import('./commands/suppression.ts');
        // commander has checked the choice and filled in the default.
        const format = isJson(flags) ? 'ndjson' : (text(flags, 'format') ?? '');
        await writeList(clientFor(flags, surroundings), listOptions(flags), { format, reveal }, out);
      });
  };
  writing('list', 'Show the list, masked.', false);
  writing('export', 'Write the list in clear; who did so is logged.', true);
}

function listOptions(flags: Flags): ListOptions {
  const instance = text(flags, 'instance');
  const channel = text(flags, 'channel');
  return { ...(instance !== undefined && { instance }), ...(channel !== undefined && { channel }) };
}
