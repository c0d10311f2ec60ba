/** `campanile clock`: where the business clock stands, and moving a virtual one. */
import type { AdminClient } from '../admin-client.ts';
import { CliError, EXIT } from '../exit-codes.ts';

/** Says where the clock stands. */
export async function showClock(client: AdminClient, asJson: boolean): Promise<string> {
  // Our own admin API, described by its OpenAPI document.
  const clock = (await client.get('/admin/v1/clock')) as { now: string; kind: string };
  return asJson ? `${JSON.stringify(clock)}\n` : `${clock.now} (${clock.kind})\n`;
}

/** Advances by a duration (PT15M, or 15m for short) or to a time; answers when all that follows is done. */
export async function advanceClock(client: AdminClient, step: string, asJson: boolean): Promise<string> {
  const advanced = (await client.post('/admin/v1/clock/advance', readStep(step))) as {
    now: string;
    timersFired: number;
  };
  return asJson ? `${JSON.stringify(advanced)}\n` : `${advanced.now} (${advanced.timersFired} timers fired)\n`;
}

function readStep(step: string): { by: string } | { to: string } {
  if (/^P/.test(step)) return { by: step };
  const [, count, unit] = /^(\d+)([smhd])$/.exec(step) ?? [];
  if (count !== undefined && unit !== undefined)
    return { by: unit === 'd' ? `P${count}D` : `PT${count}${unit.toUpperCase()}` };
  if (/^\d{4}-\d\d-\d\dT/.test(step)) return { to: step };
  throw new CliError(EXIT.usage, `${step} is neither a duration (PT15M, 15m) nor a time (2026-03-01T09:00:00Z)`);
}
