/** A broken store, to see that the crash test finds it: it says that requests are claimed, and claims them later. */
import { setTimeout as delay } from 'node:timers/promises';
import type { RequestStore } from '../../src/store/request-store.ts';
import type { Store } from '../../src/store/store.ts';

/** Long enough that carriers have the attempts when the claim is committed. */
const LATE_BY_MS = 300;

/** The store with claims after the fact; what ends attempts waits for the claims before it. */
export function claimingLate(store: Store): Store {
  const { requests } = store;
  let claims: Promise<unknown> = Promise.resolve();
  const after =
    <Input, Output>(run: (input: Input) => Promise<Output>) =>
    (input: Input): Promise<Output> =>
      claims.then(() => run(input));
  const late: RequestStore = {
    ...requests,
    async claim(claim) {
      claims = Promise.all([claims, delay(LATE_BY_MS).then(() => requests.claim(claim))]);
      return { kind: 'claimed', keys: claim.keys };
    },
    submitted: after(requests.submitted),
    finish: after(requests.finish),
    receipts: after(requests.receipts),
    withdraw: after(requests.withdraw),
  };
  return { ...store, requests: late };
}
