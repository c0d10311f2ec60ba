/** What the callers remember: which requests were acknowledged, under which id. It lives outside the service that is killed. */

export interface Acknowledged {
  readonly campaignId: string;
  readonly number: number;
  readonly requestId: string;
}

export interface Ledger {
  /** A number that no request has. */
  nextNumber(): number;
  /** Notes an acknowledgement; a second one with another id is a second id. */
  acknowledge(entry: Acknowledged): void;
  readonly acknowledged: ReadonlyMap<number, Acknowledged>;
  /** Of a campaign, in the order of acknowledgement. */
  ofCampaign(campaignId: string): readonly Acknowledged[];
  /** Requests that were acknowledged under more than one id. */
  readonly secondIds: ReadonlySet<number>;
  /** Answers that no answer should be, in words. */
  readonly wrongAnswers: string[];
}

/** A ledger without entries. */
export function createLedger(): Ledger {
  const acknowledged = new Map<number, Acknowledged>();
  const byCampaign = new Map<string, Acknowledged[]>();
  const secondIds = new Set<number>();
  let next = 0;
  return {
    nextNumber() {
      next += 1;
      return next;
    },
    acknowledge(entry) {
      const known = acknowledged.get(entry.number);
      if (known === undefined) {
        acknowledged.set(entry.number, entry);
        const entries = byCampaign.get(entry.campaignId);
        if (entries === undefined) byCampaign.set(entry.campaignId, [entry]);
        else entries.push(entry);
      } else if (known.requestId !== entry.requestId) secondIds.add(entry.number);
    },
    acknowledged,
    ofCampaign: (campaignId) => byCampaign.get(campaignId) ?? [],
    secondIds,
    wrongAnswers: [],
  };
}
