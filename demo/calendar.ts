/** A calendar of who was contacted when: a row per day, a column per person, every cell in the local time of that person. */
import { styleText } from 'node:util';

export interface Person {
  readonly name: string;
  readonly number: string;
  readonly channel: 'telephony' | 'sms';
  /** An IANA name, for the calendar alone: the service finds it by itself, from the number. */
  readonly zone: string;
}

/** What became of a request for a person, and when. */
export interface Entry {
  readonly person: Person;
  readonly at: Date;
  readonly what: 'contacted' | 'over limit' | 'do not contact';
}

const CHANNEL_NAMES = { telephony: 'calls', sms: 'SMS' } as const;
const COLOURS = { contacted: 'green', 'over limit': 'yellow', 'do not contact': 'red' } as const;
const GAP = '  ';

type Colour = 'bold' | 'gray' | (typeof COLOURS)[Entry['what']];

interface Cell {
  readonly text: string;
  readonly colour: Colour;
}

const NOTHING: Cell = { text: '·', colour: 'gray' };

interface Column {
  readonly head: readonly string[];
  /** One for each day. */
  readonly cells: readonly Cell[];
}

/** The calendar as text. `days` are local dates such as 2026-03-25; `notes` stand beside some of them. */
export function calendar(
  people: readonly Person[],
  days: readonly string[],
  entries: readonly Entry[],
  notes: Readonly<Record<string, string>>,
): string {
  const columns = people.map((person) => columnOf(person, days, entries));
  const widths = columns.map(({ head, cells }) =>
    Math.max(...head.map(({ length }) => length), ...cells.map(({ text }) => text.length)),
  );
  const line = (colour: Colour, day: string, texts: readonly Cell[], note = ''): string => {
    const padded = texts.map((cell, column) => painted(cell.colour, cell.text.padEnd(widths[column] ?? 0)));
    return [painted(colour, day), ...padded, painted('gray', note)].join(GAP).trimEnd();
  };
  const margin = ' '.repeat(dayName(days[0] ?? '').length);
  return [
    ...[0, 1].map((row) =>
      line(
        'bold',
        margin,
        columns.map(({ head }) => ({ text: head[row] ?? '', colour: 'bold' })),
      ),
    ),
    ...days.map((day, row) =>
      line(
        'gray',
        dayName(day),
        columns.map(({ cells }) => cells[row] ?? NOTHING),
        notes[day],
      ),
    ),
  ].join('\n');
}

function columnOf(person: Person, days: readonly string[], entries: readonly Entry[]): Column {
  const own = entries.filter((entry) => entry.person === person);
  return {
    head: [person.name, `${person.zone.replace(/^.*\//, '').replaceAll('_', ' ')}, ${CHANNEL_NAMES[person.channel]}`],
    cells: days.map((day) => cellOf(own.filter(({ at }) => localDate(at, person.zone) === day))),
  };
}

function cellOf(entries: readonly Entry[]): Cell {
  const [first] = entries;
  if (first === undefined) return NOTHING;
  const contacts = entries.filter(({ what }) => what === 'contacted');
  const others = new Map<string, number>();
  for (const { what } of entries) if (what !== 'contacted') others.set(what, (others.get(what) ?? 0) + 1);
  const texts = [
    ...contacts.map(({ at, person }) => localTime(at, person.zone)),
    ...[...others].map(([what, count]) => (count === 1 ? what : `${count} ${what}`)),
  ];
  return { text: texts.join(', '), colour: COLOURS[contacts[0]?.what ?? first.what] };
}

/** `2026-03-25`, as a calendar on a wall in the zone shows it. */
export function localDate(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
}

/** `09:00`, as a clock on a wall in the zone shows it. */
export function localTime(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at);
}

/** `Wed 25 Mar`. */
function dayName(day: string): string {
  const parts = { weekday: 'short', day: '2-digit', month: 'short', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat('en-GB', parts).format(new Date(day)).replace(',', '');
}

function painted(style: Colour, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}
