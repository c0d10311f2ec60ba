/** `campanile dispatch`: the red button. */
import type { AdminClient } from '../admin-client.ts';
import type { Style } from '../style.ts';

export interface DispatchState {
  readonly state: 'running' | 'stopped';
  readonly since?: string;
  readonly stoppedChannels: readonly { readonly channelSubtype: string; readonly since: string }[];
}

/** Where it stands. */
export async function readDispatch(client: AdminClient): Promise<DispatchState> {
  // Our own admin API, described by its OpenAPI document.
  return (await client.get('/admin/v1/dispatch')) as DispatchState;
}

/** Presses or lifts it, for a channel or for all; answers when it holds. */
export async function setDispatch(
  client: AdminClient,
  state: DispatchState['state'],
  channel: string | undefined,
): Promise<DispatchState> {
  const body = { state, ...(channel !== undefined && { channel }) };
  return (await client.post('/admin/v1/dispatch', body)) as DispatchState;
}

/** The state as JSON, or as a sentence. */
export function dispatchText(dispatch: DispatchState, style: Style, asJson: boolean): string {
  if (asJson) return `${JSON.stringify(dispatch)}\n`;
  return stopNotice(dispatch, style) || `${style('green', 'Dispatch is running')} on every channel.\n`;
}

/** A line while anything is stopped, else nothing. */
export function stopNotice({ state, since = '', stoppedChannels }: DispatchState, style: Style): string {
  if (state === 'stopped') {
    return `${style('red', 'DISPATCH IS STOPPED')} since ${since}: nothing goes out until \`campanile dispatch start\`.\n`;
  }
  const names = stoppedChannels.map(({ channelSubtype, since: from }) => `${channelSubtype} since ${from}`);
  if (names.length === 0) return '';
  return `${style('red', 'DISPATCH IS STOPPED')} for ${names.join(', ')}, until \`campanile dispatch start\`.\n`;
}
