/**
 * What the red button lets through. The store refuses every claim while it is pressed; knowing of it here saves the asking,
 * and takes back what is claimed and not handed over.
 */
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { Alarms } from '../lib/alarms.ts';
import type { DispatchStops, DispatchSwitch } from '../store/dispatch-switch.ts';
import type { Background } from './background.ts';
import type { Gate } from './gate.ts';
import { type DispatchOptions, RETRY_MS } from './options.ts';

export interface RedButton {
  /** Asks the store what is stopped. */
  look(): Promise<void>;
  /** Somebody has pressed or lifted it, or a claim was refused because of it. */
  changed(): void;
  isStopped(channelSubtype: ChannelSubtype): boolean;
}

export interface RedButtonDeps {
  readonly dispatchSwitch: Pick<DispatchSwitch, 'stops'>;
  readonly alarms: Alarms;
  readonly background: Background;
  readonly gate: Gate;
  /** A channel that was stopped by itself may go on. */
  readonly onLifted: () => void;
}

/** A button that nobody has pressed as far as we know; `look` before anything is claimed. */
export function createRedButton(deps: RedButtonDeps, options: Pick<DispatchOptions, 'safetyVisitMs'>): RedButton {
  const { dispatchSwitch, alarms, background, gate, onLifted } = deps;
  let stopped: ReadonlySet<ChannelSubtype> = new Set();
  let isEverythingStopped = false;
  // Another process may lift it: while it is pressed, it is looked at again.
  const safetyLook = alarms.create(changed);

  function changed(): void {
    background.run('look at the red button', look, () => safetyLook.ringIn(RETRY_MS));
  }

  async function look(): Promise<void> {
    apply(await dispatchSwitch.stops());
  }

  function apply({ everything, channels }: DispatchStops): void {
    const before = stopped;
    stopped = new Set(channels.map(({ channelSubtype }) => channelSubtype));
    isEverythingStopped = everything !== undefined;
    if (isEverythingStopped) gate.close('stopped');
    else gate.open('stopped');
    if ([...before].some((channelSubtype) => !stopped.has(channelSubtype))) onLifted();
    if (isEverythingStopped || stopped.size > 0) safetyLook.ringIn(options.safetyVisitMs);
  }

  return {
    look,
    changed,
    isStopped: (channelSubtype) => isEverythingStopped || stopped.has(channelSubtype),
  };
}
