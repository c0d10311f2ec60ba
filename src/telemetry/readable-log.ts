/** The log for a person at a terminal: time, level, sentence, then the fields; colours say the level. */

const COLOURS: Readonly<Record<string, string>> = { debug: '\u001b[2m', warn: '\u001b[33m', error: '\u001b[31m' };
const RESET = '\u001b[0m';

/** Takes the JSON lines of the log and writes readable ones. */
export function createReadableDestination(write: (line: string) => void): { write(line: string): void } {
  return { write: (line) => write(readableLine(line)) };
}

function readableLine(json: string): string {
  // A line that our own log has written.
  const { level, time, event, error, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const colour = COLOURS[String(level)] ?? '';
  const details = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
  const head = `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${String(event)}`;
  return `${colour}${[head, ...details].join(' ')}${stackOf(error)}${colour === '' ? '' : RESET}\n`;
}

function stackOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const own = 'stack' in error ? `\n  ${String(error.stack).replaceAll('\n', '\n  ')}` : '';
  return own + ('cause' in error ? stackOf(error.cause) : '');
}
