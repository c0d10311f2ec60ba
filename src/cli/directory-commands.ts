/** The commands of `campanile profiles` and `campanile segments`. */
import type { Command } from 'commander';
import { EXIT } from './exit-codes.ts';
import { clientFor, type Flags, isJson, remote, text } from './flags.ts';
import type { Style } from './style.ts';
import type { Surroundings } from './surroundings.ts';

/** Adds them to the program. */
export function addDirectory(
  program: Command,
  surroundings: Surroundings,
  style: Style,
  outcome: { exitCode: number },
): void {
  const { out } = surroundings;
  const profiles = program.command('profiles').description('The people whom event and segment campaigns reach.');
  remote(profiles.command('import').description('Store profiles, one JSON object a line.').argument('<FILE>')).action(
    async (file: string, flags: Flags) => {
      const { importProfiles, importText } = await import('./commands/directory.ts');
      const answer = await importProfiles(clientFor(flags, surroundings), file);
      out(importText(answer, isJson(flags)));
      if (answer.failed > 0) outcome.exitCode = EXIT.failed;
    },
  );
  const segments = program.command('segments').description('Named groups of profiles, which segment campaigns reach.');
  remote(segments.command('list', { isDefault: true }).description('What each says.')).action(async (flags: Flags) => {
    const { listSegments } = await import('./commands/directory.ts');
    out(await listSegments(clientFor(flags, surroundings), style, isJson(flags)));
  });
  remote(segments.command('put').description('Add or replace a segment [everybody].').argument('<NAME>'))
    .option('--profiles <FILE>', 'these profile ids, one a line')
    .option('--where <CONDITION...>', 'who fulfils them all: plan=gold, plan=gold|tin, churned, !churned')
    .action(async (name: string, flags: Flags) => {
      const { putSegment } = await import('./commands/directory.ts');
      const profilesFile = text(flags, 'profiles');
      const where = flags['where'];
      const members = {
        ...(profilesFile !== undefined && { profilesFile }),
        ...(Array.isArray(where) && { where: where.map(String) }),
      };
      out(await putSegment(clientFor(flags, surroundings), name, members, isJson(flags)));
    });
  remote(
    segments.command('delete').description('Delete a segment; campaigns that name it fail.').argument('<NAME>'),
  ).action(async (name: string, flags: Flags) => {
    const { deleteSegment } = await import('./commands/directory.ts');
    await deleteSegment(clientFor(flags, surroundings), name);
  });
}
