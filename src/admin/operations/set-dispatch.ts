import type { OperationOf } from '../../api/protocol/operation.ts';
import type { DispatchStops } from '../../store/dispatch-switch.ts';
import type { AdminDeps } from '../admin-deps.ts';
import type { ADMIN_SERVICE } from '../shapes/service.ts';

/** Presses or lifts the red button; when this answers, no attempt is committed any more (contract line 4). */
export function createSetDispatch({
  store,
  clock,
  log,
  dispatchSwitched,
}: Pick<AdminDeps, 'store' | 'clock' | 'log' | 'dispatchSwitched'>): OperationOf<
  typeof ADMIN_SERVICE.operations.SetDispatch
> {
  return async ({ principalArn }, { state, channel }) => {
    const isStop = state === 'stopped';
    const stops = isStop ? await store.dispatch.stop(channel, clock.now()) : await store.dispatch.start(channel);
    dispatchSwitched();
    log.warn(isStop ? 'dispatch was stopped' : 'dispatch was started', {
      principal: principalArn,
      ...(channel !== undefined && { channelSubtype: channel }),
    });
    return shownDispatch(stops);
  };
}

/** What is stopped. */
export function createGetDispatch({
  store,
}: Pick<AdminDeps, 'store'>): OperationOf<typeof ADMIN_SERVICE.operations.GetDispatch> {
  return async () => shownDispatch(await store.dispatch.stops());
}

function shownDispatch({ everything, channels }: DispatchStops) {
  return {
    state: everything === undefined ? ('running' as const) : ('stopped' as const),
    since: everything,
    stoppedChannels: channels,
  };
}
