/** `campanile serve`: runs the service until it is told to stop, and says on stdout, in one line of JSON, when it is ready. */

import type { Ambient } from '../../compose/ambient.ts';
import { type Campanile, startCampanile } from '../../compose.ts';
import type { Config } from '../../config/settings.ts';
import { createIdSource } from '../../lib/ids.ts';
import { createRandom } from '../../lib/random.ts';
import { createLog, type Log } from '../../telemetry/log.ts';
import { CliError, EXIT } from '../exit-codes.ts';
import type { Surroundings } from '../surroundings.ts';

/** After the store has failed, answers under way get this long to say so. */
const FATAL_GRACE_MS = 1_000;

/** Runs until a signal or a failure of the store; answers the exit code. Throws CliError when it cannot start. */
export async function serve(config: Config, surroundings: Surroundings): Promise<number> {
  const { out, wall, monotonic, secretBytes, isLogReadable, crash, exit } = surroundings;
  const format = config['log.format'];
  const isReadable = format === 'auto' ? isLogReadable : format === 'readable';
  const log = createLog({ level: config['log.level'], format: isReadable ? 'readable' : 'json' });
  const onFatal = (error: Error): void => {
    log.error('the store failed for good; what was acknowledged before is safe', { error });
    wall.at(wall.now() + FATAL_GRACE_MS, () => exit(EXIT.inputOutput));
  };
  // Listened for before anybody is told that we are ready: an unheard SIGTERM would end the process on the spot.
  const firstSignal = nextSignal(log, surroundings);
  const campanile = await start(config, {
    wall,
    monotonic,
    secretBytes,
    crash,
    log,
    random: createRandom(),
    ids: createIdSource(),
    onFatal,
  });
  out(`${JSON.stringify({ event: 'ready', url: campanile.url })}\n`);
  await firstSignal;
  await campanile.stop();
  // All is committed and closed but the connection to a carrier that owes an answer: its wait is up to ten minutes.
  return exit(EXIT.ok);
}

async function start(config: Config, ambient: Ambient): Promise<Campanile> {
  try {
    return await startCampanile(config, ambient);
  } catch (error) {
    throw startFailure(error, config);
  }
}

/** Resolves at the first signal; a second one ends the process at once. */
function nextSignal(log: Log, { onSignal, exit }: Pick<Surroundings, 'onSignal' | 'exit'>): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    onSignal((signal) => {
      if (isStopping) exit(EXIT.failed);
      isStopping = true;
      log.info('stopping; a second signal ends it at once', { signal });
      resolve();
    });
  });
}

const SQLITE_BUSY = 5;

/** What keeps a service from starting, with what to do about it; an error that is none of these is a bug. */
function startFailure(error: unknown, { host, port, data }: Config): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === 'BindRefused') return new CliError(EXIT.usage, error.message);
  if (error.name === 'CarriersRefused') return new CliError(EXIT.config, error.message);
  if (error.name === 'MailReturnsRefused') return new CliError(EXIT.config, error.message);
  if (error.name === 'KeyFileError') return new CliError(EXIT.config, error.message);
  if (isBusy(error.cause)) return new CliError(EXIT.inUse, error.message);
  const { code, syscall } = error as NodeJS.ErrnoException;
  const isListening = syscall === 'listen' || syscall === 'getaddrinfo';
  if (code === 'EADDRINUSE') {
    return new CliError(
      EXIT.inUse,
      `port ${port} of ${host} is in use: choose another with --port, or 0 for a free one`,
    );
  }
  if (isListening)
    return new CliError(EXIT.noPermission, `cannot listen on ${host}:${port} (${code}): see --host and --port`);
  if (code !== undefined && /^E[A-Z]+$/.test(code)) {
    return new CliError(
      EXIT.cannotCreate,
      `the data folder ${data} cannot be used (${code}): choose another with --data`,
    );
  }
  return error;
}

const isBusy = (cause: unknown): boolean =>
  cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY;
