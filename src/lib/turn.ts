/** The turn of the event loop: everything that has arrived when the loop looks, handled before it looks again. */

/** Calls `run` once at the end of this turn, when all that has arrived in it was handled. */
export function atEndOfTurn(run: () => void): void {
  setImmediate(run);
}
