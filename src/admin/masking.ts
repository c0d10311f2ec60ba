/** Recipients as an admin sees them who did not ask for more. */

/** Enough to tell two recipients of a test apart; on loopback these digits choose the outcome. */
const DIGITS_SHOWN = 2;

/** `+15550001101` -> `+*********01`, `anna@example.com` -> `a***@***`. */
export function maskedDestination(destination: string): string {
  const at = destination.indexOf('@');
  if (at >= 0) return `${destination.slice(0, Math.min(1, at))}***@***`;
  const hidden = Math.max(0, destination.length - DIGITS_SHOWN);
  return destination.slice(0, hidden).replaceAll(/\d/g, '*') + destination.slice(hidden);
}
