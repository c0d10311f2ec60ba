/** The commands of `campanile keys`. */
import { type Command, Option } from 'commander';
import { KEY_KINDS, type KeyKind } from '../keys/access-key.ts';
import { type Flags, isJson, keysFileFor, text, withSettings } from './flags.ts';
import type { Style } from './style.ts';
import type { Surroundings } from './surroundings.ts';

/** Adds them to the program. */
export function addKeys(program: Command, surroundings: Surroundings, style: Style): void {
  const { out } = surroundings;
  const keys = program.command('keys').description('Keys of strict auth; a running service sees a change at once.');
  withSettings(keys.command('create').description('Make a key and print it, this once.'), ['data', 'keysFile'])
    .addOption(new Option('--kind <KIND>', 'what it opens').choices(KEY_KINDS).default('api'))
    .option('--account <ID>', 'the account that it belongs to, 12 digits', '000000000000')
    .option('--name <NAME>', 'the user that it stands for', 'default')
    .option('--json', 'print JSON')
    .action(async (flags: Flags) => {
      const { addKey } = await import('./commands/keys.ts');
      const wanted = {
        // commander has checked the choice and filled in the defaults.
        kind: text(flags, 'kind') as KeyKind,
        account: text(flags, 'account') ?? '',
        name: text(flags, 'name') ?? '',
        asJson: isJson(flags),
      };
      out(addKey(keysFileFor(flags, surroundings), wanted, surroundings));
    });
  withSettings(keys.command('list').description('Show the keys without their secrets.'), ['data', 'keysFile'])
    .option('--json', 'print JSON')
    .action(async (flags: Flags) => {
      const { showKeys } = await import('./commands/keys.ts');
      out(showKeys(keysFileFor(flags, surroundings), style, isJson(flags)));
    });
  withSettings(keys.command('revoke').description('Revoke a key for good.').argument('<ID>'), [
    'data',
    'keysFile',
  ]).action(async (id: string, flags: Flags) => {
    const { endKey } = await import('./commands/keys.ts');
    out(endKey(keysFileFor(flags, surroundings), id, surroundings));
  });
}
