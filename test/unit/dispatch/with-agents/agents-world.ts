/** The dispatch world with a roster of agents, and campaigns that need them. */
import { createRoster, type Roster } from '../../../../src/agents/roster.ts';
import { createSimulatedPool, type SimulatedPool } from '../../../../src/agents/simulated-pool.ts';
import type {
  Campaign,
  CampaignDefinition,
  TelephonyConfig,
  TelephonyOutboundMode,
} from '../../../../src/domain/campaign.ts';
import type { RequestId } from '../../../../src/domain/request-id.ts';
import { createVirtualClock } from '../../../../src/lib/virtual-clock.ts';
import type { RequestRecord } from '../../../../src/store/request-store.ts';
import {
  CHANNELS,
  call,
  type DispatchWorld,
  endWorld,
  numbers,
  START,
  startWorld,
  type WorldOptions,
} from '../dispatch-world.ts';

export interface AgentsWorld extends DispatchWorld {
  readonly roster: Roster;
  readonly pool: SimulatedPool;
  campaignOf(outboundMode: TelephonyOutboundMode, change?: Partial<TelephonyConfig>): Promise<Campaign>;
  /** Logs an agent in, available. */
  agent(agentId: string, queueId?: string): void;
  /** Puts calls to numbers that end in these digits, one after the other. */
  call(campaign: Campaign, lastTwo: string, count?: number): Promise<RequestId[]>;
}

export async function startAgentsWorld(options: WorldOptions = {}): Promise<AgentsWorld> {
  const clock = options.after?.clock ?? createVirtualClock(START);
  const roster = createRoster(clock);
  const world = await startWorld({ ...options, agents: roster, clock });
  let used = 0;
  return {
    ...world,
    roster,
    pool: createSimulatedPool(roster, clock, 1),
    campaignOf: (outboundMode, change) => world.campaign(definitionOf(outboundMode, change)),
    agent(agentId, queueId = 'queue') {
      roster.logIn({ agentId, queueId });
      roster.makeAvailable(agentId);
    },
    call(campaign, lastTwo, count = 1) {
      const chosen = numbers(used + count, lastTwo).slice(used);
      used += count;
      return world.put(campaign.id, chosen.map(call));
    },
  };
}

export function definitionOf(
  outboundMode: TelephonyOutboundMode,
  change: Partial<TelephonyConfig> = {},
): Pick<CampaignDefinition, 'channelSubtypeConfig'> {
  const { telephony } = CHANNELS;
  if (telephony === undefined) throw new Error('the world has no telephony');
  return { channelSubtypeConfig: { telephony: { ...telephony, connectQueueId: 'queue', outboundMode, ...change } } };
}

export async function inAgentsWorld(
  run: (world: AgentsWorld) => Promise<void>,
  options: WorldOptions = {},
): Promise<void> {
  const world = await startAgentsWorld(options);
  try {
    await run(world);
  } finally {
    await endWorld(world);
  }
}

/** How a request ended: state, reason, AWS's disconnect reason and detection status. */
export function endOf({ state, reason, attempts }: RequestRecord): string {
  const disposition = attempts.at(-1)?.disposition;
  return [state, reason, disposition?.disconnectReason, disposition?.answeringMachineDetectionStatus]
    .filter((word) => word !== undefined)
    .join(' ');
}

export function receiptsOf({ attempts }: RequestRecord): string[] {
  return attempts.flatMap(({ receipts }) => receipts.map(({ status }) => status));
}
