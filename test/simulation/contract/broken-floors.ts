/** Services whose calls for agents are broken on purpose. The witness of the telephones must name what it sees. */
import type { Loopback } from '../../../src/channels/loopback/open.ts';
import type { Campaign } from '../../../src/domain/campaign.ts';
import type { Store } from '../../../src/store/store.ts';

export interface Breakage {
  readonly alter?: (store: Store) => Store;
  readonly alterCarriers?: (carriers: Loopback) => Loopback;
}

/** The dispatcher is told of a target that nobody ever reaches. */
export function targetIgnored(): Breakage {
  return {
    alter: (store) => ({
      ...store,
      campaigns: {
        ...store.campaigns,
        async get(id) {
          const campaign = await store.campaigns.get(id);
          return campaign && withoutTarget(campaign);
        },
        list: async (query) => (await store.campaigns.list(query)).map(withoutTarget),
      },
    }),
  };
}

function withoutTarget(campaign: Campaign): Campaign {
  const telephony = campaign.definition.channelSubtypeConfig?.telephony;
  const predictive = telephony?.outboundMode.predictive;
  if (telephony === undefined || predictive === undefined) return campaign;
  const pacingStrategies = predictive.pacingStrategies?.map(({ abandonmentRate }) => ({
    ...(abandonmentRate && { abandonmentRate: { ...abandonmentRate, targetRate: 1 } }),
  }));
  const outboundMode = { predictive: { ...predictive, ...(pacingStrategies && { pacingStrategies }) } };
  const channelSubtypeConfig = {
    ...campaign.definition.channelSubtypeConfig,
    telephony: { ...telephony, outboundMode },
  };
  return { ...campaign, definition: { ...campaign.definition, channelSubtypeConfig } };
}

/** Nothing is read of what was measured before. */
export function historyForgotten(): Breakage {
  return {
    alter: (store) => ({ ...store, evidence: { ...store.evidence, history: () => Promise.resolve([]) } }),
  };
}

/** Of every commit the last live answer is lost. */
export function evidenceLost(): Breakage {
  return {
    alter: (store) => ({
      ...store,
      evidence: { ...store.evidence, record: (answers) => store.evidence.record(answers.slice(0, -1)) },
    }),
  };
}

/** Whoever is connected is connected with the agent of the call before. */
export function bridgedToSomebodyElse(): Breakage {
  let before: string | undefined;
  return {
    alterCarriers: (carriers) => ({
      ...carriers,
      voice: {
        ...carriers.voice,
        bridge(reference, leg) {
          const other = before ?? leg;
          before = leg;
          return carriers.voice.bridge(reference, other);
        },
      },
    }),
  };
}
