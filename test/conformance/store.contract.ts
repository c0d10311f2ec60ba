/** What every driver of the store must do, whichever database or thread it uses. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe } from 'node:test';
import type { Store } from '../../src/store/store.ts';
import { describeAccept } from './accept.contract.ts';
import { describeAttempts } from './attempts.contract.ts';
import { describeCampaigns } from './campaigns.contract.ts';
import { describeDirectory, describeReopenedDirectory } from './directory.contract.ts';
import { describeEndings } from './endings.contract.ts';
import { describeEvents } from './events.contract.ts';
import { describeEvidence, describeReopenedEvidence } from './evidence.contract.ts';
import { describeInterleavings } from './interleavings.contract.ts';
import { describeLeases } from './leases.contract.ts';
import { describeLimits } from './limits.contract.ts';
import { describeRecipients, describeReopenedRecipients } from './recipients.contract.ts';
import { describeReopening } from './reopening.contract.ts';
import { describeReopenedSinks, describeSinks } from './sinks.contract.ts';
import { describeReopenedTemplates, describeTemplates } from './templates.contract.ts';

/** One store of the driver under test; `open` again shows what is durable, where something is. */
export interface StoreUnderTest {
  open(): Promise<Store>;
  readonly isDurable: boolean;
  /** Removes what it has left. */
  dispose(): void;
}

/** Gives the suite the store of the test that runs. */
export interface Fixture {
  readonly store: Store;
  /** Closes the store and opens it again. */
  reopen(): Promise<Store>;
}

/** Runs the whole contract on the stores that `create` makes, a new one for each test. */
export function describeStore(name: string, create: () => StoreUnderTest): void {
  describe(name, () => {
    let underTest: StoreUnderTest;
    let store: Store;
    const fixture: Fixture = {
      get store() {
        return store;
      },
      async reopen() {
        await store.close();
        store = await underTest.open();
        return store;
      },
    };
    beforeEach(async () => {
      underTest = create();
      store = await underTest.open();
    });
    afterEach(async () => {
      await store.close();
      underTest.dispose();
    });
    describeCampaigns(fixture);
    describeAccept(fixture);
    describeAttempts(fixture);
    describeEndings(fixture);
    describeLeases(fixture);
    describeEvents(fixture);
    describeSinks(fixture);
    describeLimits(fixture);
    describeRecipients(fixture);
    describeDirectory(fixture);
    describeEvidence(fixture);
    describeTemplates(fixture);
    if (create().isDurable) describeReopening(fixture);
    if (create().isDurable) describeReopenedSinks(fixture);
    if (create().isDurable) describeReopenedRecipients(fixture);
    if (create().isDurable) describeReopenedDirectory(fixture);
    if (create().isDurable) describeReopenedEvidence(fixture);
    if (create().isDurable) describeReopenedTemplates(fixture);
    describeInterleavings(create);
  });
}

/** The counters of a campaign that are not zero. */
export async function countersOf(store: Store, id: Parameters<Store['requests']['counters']>[0]): Promise<object> {
  const counters = await store.requests.counters(id);
  const { accepted, ...states } = counters;
  assert.equal(
    accepted,
    Object.values(states).reduce((sum, count) => sum + count, 0),
    'accepted is the sum of the other eight',
  );
  return Object.fromEntries(Object.entries(counters).filter(([, count]) => count > 0));
}
