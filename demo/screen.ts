/** What the demo shows: a progress line that repaints itself on a terminal, and the table at the end. */
import { styleText } from 'node:util';
import type { PutTotals } from './campaign.ts';
import { type ChannelOutcome, type Counters, STATES } from './outcomes.ts';

const BAR_WIDTH = 36;
const REASONS_SHOWN = 4;
/** Without a terminal a line is printed only when so much more has ended, and at the end. */
const QUIET_STEP = 0.25;

export interface Screen {
  /** Repaints the progress of putting and of the outcomes. */
  progress(put: number, total: number, counters: Counters): void;
  say(line: string): void;
  endProgress(): void;
}

/** A screen on stdout; colours and repainting only when it is a terminal. */
export function createScreen(): Screen {
  const isTerminal = process.stdout.isTTY === true;
  let quietShare = -QUIET_STEP;
  return {
    progress(put, total, counters) {
      const ended = endedCount(counters);
      // What was refused at the door never ends, so once all is put only what was accepted counts.
      const expected = put === total ? counters.accepted : total;
      const share = expected === 0 ? 0 : ended / expected;
      const text = `put ${String(put).padStart(4)}/${total}  ${bar(share)} ${String(ended).padStart(4)} ended, ${counters.buffered} waiting, ${counters.attempting} under way`;
      if (isTerminal) process.stdout.write(`\r\x1b[2K${text}`);
      else if (share - quietShare >= QUIET_STEP || (share === 1 && quietShare < 1)) {
        quietShare = share;
        console.log(text);
      }
    },
    say: (line) => console.log(line),
    endProgress: () => {
      if (isTerminal) process.stdout.write('\n');
    },
  };
}

/** Requests in a terminal state. */
export function endedCount(counters: Counters): number {
  return counters.accepted - counters.buffered - counters.attempting;
}

/** The table of outcomes per channel, with the most frequent reasons. */
export function outcomeTable(outcomes: readonly ChannelOutcome[]): string {
  const shownStates = STATES.filter((state) => outcomes.some((outcome) => outcome.byState.has(state)));
  const head = ['channel', 'accepted', ...shownStates.map((state) => state.toLowerCase()), 'most frequent reasons'];
  const rows = outcomes.map((outcome) => [
    outcome.channel,
    String(outcome.requests),
    ...shownStates.map((state) => String(outcome.byState.get(state) ?? 0)),
    frequentReasons(outcome),
  ]);
  return table(head, rows);
}

/** A head and rows; the first and the last column are texts, the others figures. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 || column === head.length - 1
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [styled('bold', line(head)), ...rows.map(line)].join('\n');
}

/** What was refused at the door, by failure code. */
export function refusedLine(totals: PutTotals): string {
  const codes = [...totals.failed].map(([code, count]) => `${count} ${code}`).join(', ');
  return `${totals.put} put in batches of 25: ${totals.successful} answered with an id, refused: ${codes || 'none'}.`;
}

/** `text` in a style of the terminal, plain when stdout is none. */
export function styled(style: 'bold' | 'green' | 'red' | 'cyan', text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

function frequentReasons(outcome: ChannelOutcome): string {
  return [...outcome.byReason]
    .sort((a, b) => b[1] - a[1])
    .slice(0, REASONS_SHOWN)
    .map(([reason, count]) => `${reason} ${count}`)
    .join(', ');
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, share) * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${String(Math.round(share * 100)).padStart(3)} %`;
}
