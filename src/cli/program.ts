/** The command line: every command and its options. A command's own code is loaded when it runs. */
import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { type LoadedConfig, loadConfig } from '../config/load.ts';
import { DEFAULT_PORT, flagOf, SETTING_NAMES, SETTINGS, type Setting, type SettingName } from '../config/settings.ts';
import { KEY_KINDS, type KeyKind } from '../keys/access-key.ts';
import { type AdminClient, createAdminClient } from './admin-client.ts';
import { AGENT_COMMANDS } from './agent-commands.ts';
import type { ListOptions } from './commands/suppression.ts';
import { CliError, EXIT } from './exit-codes.ts';
import { createStyle, type Style } from './style.ts';
import type { Surroundings } from './surroundings.ts';

/** Of the admin API; the command line speaks HTTP and knows no domain. */
const CHANNEL_NAMES = ['TELEPHONY', 'SMS', 'EMAIL', 'WHATSAPP'];

type Flags = Readonly<Record<string, string | boolean | undefined>>;

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
  addAgents(program, surroundings, style);
  addClock(program, surroundings);
  addKeys(program, surroundings, style);
  addChecks(program, surroundings, style, outcome);
  return program;
}

function addService(program: Command, surroundings: Surroundings, outcome: { exitCode: number }): void {
  withSettings(program.command('serve').description('Run the service.')).action(async (flags: Flags) => {
    const { serve } = await import('./commands/serve.ts');
    outcome.exitCode = await serve(loaded(flags, surroundings).config, surroundings);
  });
}

function addViews(program: Command, surroundings: Surroundings, style: Style): void {
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

function addSinks(program: Command, surroundings: Surroundings, style: Style): void {
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

function addDispatch(program: Command, surroundings: Surroundings, style: Style): void {
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

function addSuppression(program: Command, surroundings: Surroundings, outcome: { exitCode: number }): void {
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

function onChannel(command: Command): Command {
  return command.addOption(
    new Option('--channel <CHANNEL>', 'only this channel [every channel]').choices(CHANNEL_NAMES),
  );
}

function listOptions(flags: Flags): ListOptions {
  const instance = text(flags, 'instance');
  const channel = text(flags, 'channel');
  return { ...(instance !== undefined && { instance }), ...(channel !== undefined && { channel }) };
}

function addDirectory(program: Command, surroundings: Surroundings, style: Style, outcome: { exitCode: number }): void {
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

function addAgents(program: Command, surroundings: Surroundings, style: Style): void {
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

function addClock(program: Command, surroundings: Surroundings): void {
  const { out } = surroundings;
  const clock = program.command('clock').description('The business clock.');
  remote(clock.command('show', { isDefault: true }).description('Where it stands.')).action(async (flags: Flags) => {
    const { showClock } = await import('./commands/clock.ts');
    out(await showClock(clientFor(flags, surroundings), isJson(flags)));
  });
  const advance = clock.command('advance').description('Move a virtual clock, by PT15M or 15m, or to a time.');
  remote(advance.argument('<STEP>')).action(async (step: string, flags: Flags) => {
    const { advanceClock } = await import('./commands/clock.ts');
    out(await advanceClock(clientFor(flags, surroundings), step, isJson(flags)));
  });
}

function addKeys(program: Command, surroundings: Surroundings, style: Style): void {
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

function addChecks(program: Command, surroundings: Surroundings, style: Style, outcome: { exitCode: number }): void {
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
      loaded(flags, surroundings).config,
      { ...surroundings, client },
      style,
      isJson(flags),
    );
    out(diagnosis.text);
    if (!diagnosis.isHealthy) outcome.exitCode = EXIT.failed;
  });
}

/** A command that talks to a running service. */
function remote(command: Command): Command {
  return command
    .option(
      '--endpoint-url <URL>',
      `where the service is [CAMPANILE_ENDPOINT_URL, or http://127.0.0.1:${DEFAULT_PORT}]`,
    )
    .option('--json', 'print JSON');
}

/** A command that reads the configuration: every setting is a flag of it. */
function withSettings(command: Command, names: readonly SettingName[] = SETTING_NAMES): Command {
  command.option('--config <FILE>', 'configuration file, TOML [campanile/config.toml in the user config folder]');
  for (const name of names) {
    const { kind, meaning, fallback }: Setting = SETTINGS[name];
    const preset = fallback === undefined || fallback === '' || Array.isArray(fallback) || fallback === false;
    const description = preset ? meaning : `${meaning.slice(0, -1)} [${String(fallback)}].`;
    command.option(
      `${flagOf(name)} ${kind.placeholder === undefined ? '[true|false]' : `<${kind.placeholder}>`}`,
      description,
    );
  }
  return command;
}

function loaded(flags: Flags, { environment }: Surroundings): Extract<LoadedConfig, { kind: 'loaded' }> {
  const settings: Partial<Record<SettingName, string>> = {};
  for (const name of SETTING_NAMES) {
    const value = flags[attributeOf(name)];
    // A switch that is named without a value is on.
    if (value !== undefined) settings[name] = String(value);
  }
  const file = text(flags, 'config');
  const result = loadConfig({ flags: settings, environment, ...(file !== undefined && { file }) });
  if (result.kind === 'loaded') return result;
  throw new CliError(EXIT.config, result.problems.join('\ncampanile: '));
}

/** The name under which commander keeps the value of a flag: `--log-level` as logLevel. */
function attributeOf(name: SettingName): string {
  return flagOf(name)
    .slice(2)
    .replaceAll(/-(.)/g, (_match, letter: string) => letter.toUpperCase());
}

function keysFileFor(flags: Flags, surroundings: Surroundings): string {
  const { config } = loaded(flags, surroundings);
  return config.keysFile === '' ? join(config.data, 'keys.json') : config.keysFile;
}

function clientFor(flags: Flags, { environment }: Surroundings): AdminClient {
  const endpoint =
    text(flags, 'endpointUrl') ?? environment['CAMPANILE_ENDPOINT_URL'] ?? `http://127.0.0.1:${DEFAULT_PORT}`;
  if (!URL.canParse(endpoint)) throw new CliError(EXIT.usage, `${endpoint} is no URL`);
  const token = environment['CAMPANILE_ADMIN_TOKEN'];
  return createAdminClient({ endpoint, ...(token !== undefined && { token }) });
}

const isJson = (flags: Flags): boolean => flags['json'] === true;

function text(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

function numberOf(flags: Flags, name: string): number | undefined {
  const given = text(flags, name);
  if (given !== undefined && !/^\d{1,6}(\.\d{1,3})?$/.test(given))
    throw new CliError(EXIT.usage, `${given} is no number`);
  return given === undefined ? undefined : Number(given);
}
