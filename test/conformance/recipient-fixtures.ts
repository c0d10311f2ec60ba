/** People whom the contract of the store contacts, and claims for them. */
import assert from 'node:assert/strict';
import { limitRules } from '../../src/domain/limits/limit-rules.ts';
import type { ClaimGuard, ClaimResult, RequestKey } from '../../src/store/request-store.ts';
import type { Store } from '../../src/store/store.ts';
import { acceptTokens, type dueKeys, requestId } from './fixtures.ts';

export const ADA = '+441632960001';
export const BOB = '+441632960002';

export const limits = (maxCountPerRecipient: number, frequency = 1) => ({
  communicationLimitsList: [{ maxCountPerRecipient, frequency, unit: 'DAY' as const }],
});
const NO_LIMITS = limitRules(undefined, undefined);

export const guardFor = (recipients: readonly string[], rules = NO_LIMITS): ClaimGuard => ({
  recipients,
  limits: rules,
});

/** Keys of new requests, one for each token. */
export async function put(store: Store, id: Parameters<typeof dueKeys>[1], ...tokens: string[]): Promise<RequestKey[]> {
  await acceptTokens(store, id, ...tokens);
  const records = await Promise.all(tokens.map((token) => store.requests.request(requestId(id, token))));
  return records.map((record) => record!.key);
}

export function claimedBy(result: ClaimResult): readonly RequestKey[] {
  assert.equal(result.kind, 'claimed');
  return result.kind === 'claimed' ? result.keys : [];
}
