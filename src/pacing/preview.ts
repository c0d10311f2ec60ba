/**
 * Preview pacing: each free agent is given one recipient to look at, and a call is placed only when that agent wants it.
 * The agent is taken by the preview itself, so nothing that rings has to be counted.
 */

/** How many recipients may be shown now. */
export function previewAllowance({ freeAgents }: { readonly freeAgents: number }): number {
  return Math.max(0, freeAgents);
}
