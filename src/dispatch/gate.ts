/** Whether new attempts may be claimed at all: open only while nothing closes it. What is under way goes on. */

export type ClosedBecause =
  /** The lease is not ours (yet, or any more). */
  | 'noLease'
  /** The wall clock has jumped: for 2 s nobody knows what time it is. */
  | 'clockJumped'
  /** More outcomes wait for their commit than may. */
  | 'outcomesWaiting'
  /** The red button is pressed for every channel. */
  | 'stopped'
  | 'stopping';

export interface Gate {
  isOpen(): boolean;
  close(reason: ClosedBecause): void;
  /** Takes one reason away; when it was the last one, the listener is called. */
  open(reason: ClosedBecause): void;
  reasons(): readonly ClosedBecause[];
}

/** A gate closed for `initially`. `onOpen` is called each time it opens, `onAsked` before each answer: it may still close. */
export function createGate(
  initially: readonly ClosedBecause[],
  onOpen: () => void,
  onAsked: () => void = () => undefined,
): Gate {
  const closed = new Set<ClosedBecause>(initially);
  return {
    isOpen() {
      onAsked();
      return closed.size === 0;
    },
    close: (reason) => void closed.add(reason),
    open(reason) {
      if (closed.delete(reason) && closed.size === 0) onOpen();
    },
    reasons: () => [...closed],
  };
}
