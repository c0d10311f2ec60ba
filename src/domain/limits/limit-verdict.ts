/** Whether one more communication with a recipient is allowed, from the instants of the earlier ones. */
import type { Instant } from '../../lib/clock.ts';
import type { LimitRule, LimitScope } from './limit-rules.ts';

/** When the recipient was contacted before, in any order; what was given back is not in it. */
export type LimitHits = Readonly<Partial<Record<LimitScope, readonly Instant[]>>>;

export type LimitVerdict =
  | { readonly kind: 'allowed' }
  | {
      readonly kind: 'reached';
      /** Of several reached rules the one that is the last to give way. */
      readonly rule: LimitRule;
      /** The communications that the rule counts now, oldest first. */
      readonly hitsThatCount: readonly Instant[];
      /** The first instant at which every rule allows one again, if nothing more is sent until then. */
      readonly freeAt: Instant;
    };

/** Judges a communication at `now` under `rules`, all of which must hold. */
export function limitVerdict(hits: LimitHits, rules: readonly LimitRule[], now: Instant): LimitVerdict {
  let verdict: LimitVerdict = { kind: 'allowed' };
  for (const rule of rules) {
    const reached = reachedBy(hits[rule.scope] ?? [], rule, now);
    if (reached === undefined) continue;
    if (verdict.kind === 'allowed' || reached.freeAt > verdict.freeAt) verdict = reached;
  }
  return verdict;
}

/** The rule's refusal, or undefined while it leaves room. A hit stops counting exactly `windowMs` after it happened. */
function reachedBy(
  hits: readonly Instant[],
  rule: LimitRule,
  now: Instant,
): Extract<LimitVerdict, { kind: 'reached' }> | undefined {
  // A hit after `now` is one from before a clock was set back: it counts, since limits err to counting too much.
  const hitsThatCount = hits.filter((hit) => hit > now - rule.windowMs).sort((a, b) => a - b);
  const decisive = hitsThatCount[hitsThatCount.length - rule.maxCount];
  if (hitsThatCount.length < rule.maxCount || decisive === undefined) return undefined;
  return { kind: 'reached', rule, hitsThatCount, freeAt: decisive + rule.windowMs };
}
