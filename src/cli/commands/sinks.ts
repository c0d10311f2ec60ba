/** `campanile sinks`: where events are delivered to, and another try for what could not be delivered. */
import type { AdminClient } from '../admin-client.ts';
import { printable, type Style, table } from '../style.ts';

interface ShownSink {
  readonly name: string;
  readonly kind: string;
  readonly cursor: string;
  readonly lagEvents: number;
  readonly deadLetters: number;
  readonly failing?: { readonly reason: string; readonly since: string; readonly tries: number };
}

interface Replayed {
  readonly delivered: number;
  readonly gone: number;
  readonly stoppedBecause?: string;
}

/** The table of sinks, or the sinks as JSON. */
export async function listSinks(client: AdminClient, style: Style, asJson: boolean): Promise<string> {
  // Our own admin API, described by its OpenAPI document.
  const { sinks } = (await client.get('/admin/v1/sinks')) as { sinks: readonly ShownSink[] };
  if (asJson) return `${JSON.stringify(sinks)}\n`;
  if (sinks.length === 0) return 'No sinks: `campanile serve --help` lists the settings that begin with sinks.\n';
  const columns = [
    { title: 'SINK' },
    { title: 'KIND' },
    { title: 'CURSOR', isNumber: true },
    { title: 'LAG', isNumber: true },
    { title: 'DEAD LETTERS', isNumber: true },
    { title: 'STATE' },
  ];
  const rows = sinks.map(({ name, kind, cursor, lagEvents, deadLetters, failing }) => [
    name,
    kind,
    cursor,
    String(lagEvents),
    deadLetters === 0 ? '0' : style('yellow', String(deadLetters)),
    failing === undefined
      ? style('green', 'delivering')
      : style('red', `${printable(failing.reason)} since ${failing.since}, ${failing.tries} tries`),
  ]);
  return table(columns, rows);
}

/** Delivers up to `limit` dead letters once more, and says how that went. */
export async function replaySink(
  client: AdminClient,
  name: string,
  limit: number | undefined,
  asJson: boolean,
): Promise<string> {
  const path = `/admin/v1/sinks/${encodeURIComponent(name)}/replay`;
  // Our own admin API, described by its OpenAPI document.
  const replayed = (await client.post(path, limit === undefined ? {} : { limit })) as Replayed;
  if (asJson) return `${JSON.stringify(replayed)}\n`;
  const gone = replayed.gone === 0 ? '' : `, ${replayed.gone} belonged to purged requests`;
  const stopped = replayed.stoppedBecause === undefined ? '' : `; stopped: ${printable(replayed.stoppedBecause)}`;
  return `${replayed.delivered} delivered${gone}${stopped}\n`;
}
