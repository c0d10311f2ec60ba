/** Simulated callers: what they ask over the bytes of the protocol, and what the witness may believe from the answers. */
import type { CommunicationTimeConfig } from '../../../src/domain/communication-time/config.ts';
import type { Answer, Universe } from '../universe/universe.ts';
import {
  type Chance,
  MAILBOXES,
  PHONES,
  type Recipient,
  somebody,
  someLimits,
  someWindow,
  someZone,
} from './chance.ts';
import type { FloorWishes, LineSeven } from './line-seven.ts';
import type { LimitRule, Sent, Wishes, Witness } from './witness.ts';

const HOUR_MS = 3_600_000;
const TEMPLATE = 'arn:aws:wisdom:us-east-1:000000000000:message-template/22222222-2222-4222-8222-222222222222';
const NUMBER = 'arn:aws:connect:us-east-1:000000000000:phone-number/11111111-1111-4111-8111-111111111111';
const MESSAGE = { connectSourcePhoneNumberArn: NUMBER, wisdomTemplateArn: TEMPLATE };
const agentless = { agentless: {} };
const CHANNELS = {
  telephony: {
    outboundMode: agentless,
    defaultOutboundConfig: { connectContactFlowId: 'flow', connectSourcePhoneNumber: '+12065550100' },
  },
  sms: { outboundMode: agentless, defaultOutboundConfig: MESSAGE },
  email: {
    outboundMode: agentless,
    defaultOutboundConfig: { connectSourceEmailAddress: 'us@example.com', wisdomTemplateArn: TEMPLATE },
  },
  whatsApp: { outboundMode: agentless, defaultOutboundConfig: MESSAGE },
};
type Member = keyof typeof CHANNELS;
const MEMBERS = Object.keys(CHANNELS) as Member[];

export const INSTANCES = ['instance-one', 'instance-two'];
/** A call about which nobody hears is made again at most so often. */
const TRIES_MAX = 20;
/** PutOutboundRequestBatch takes no more at once. */
const BATCH_MAX = 25;

export interface Callers {
  /** Creates and starts a campaign; one that calls for agents is as `floor` says. */
  createCampaign(floor?: FloorWishes): Promise<void>;
  put(): Promise<void>;
  /** Pauses, resumes or (seldom) stops a campaign. */
  change(): Promise<void>;
  resumeAll(): Promise<void>;
  limitInstance(): Promise<void>;
  suppress(): Promise<void>;
  pressButton(isStop: boolean): Promise<void>;
  readonly campaigns: readonly string[];
}

interface Put {
  readonly request: Sent;
  readonly wire: Record<string, unknown>;
}

export interface CallersDeps {
  readonly universe: Universe;
  readonly witness: Witness;
  /** Where campaigns call for agents. */
  readonly line?: LineSeven;
  readonly chance: Chance;
  readonly now: () => number;
  /** Told of every answer, for the trace. */
  readonly note: (what: string) => void;
}

/** Callers without a campaign. */
export function createCallers({ universe, witness, line, chance, now, note }: CallersDeps): Callers {
  const campaigns: string[] = [];
  const zoneOf = new Map<string, CommunicationTimeConfig>();
  const wires = new Map<string, Put[]>();
  const suppressed = new Set<string>();
  const floors = new Set<string>();
  const stopped = new Set<string>();
  let tokens = 0;

  async function call(method: string, path: string, body?: object | string): Promise<Answer> {
    const answer = await universe.call(method, path, body);
    note(`${method} ${path} ${answer === undefined ? 'no answer' : `${answer.status} ${answer.error ?? ''}`}`);
    return answer;
  }

  /** Again and again until there is an answer. */
  async function insist(method: string, path: string, body?: object | string): Promise<NonNullable<Answer>> {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const answer = await call(method, path, body);
      if (answer !== undefined) return answer;
    }
    throw new Error(`no answer to ${method} ${path}`);
  }

  function someWishes(): Wishes {
    const zone: CommunicationTimeConfig['localTimeZoneConfig'] = chance.happens(70)
      ? { localTimeZoneDetection: ['AREA_CODE'], ...(chance.happens(60) && { defaultTimeZone: someZone(chance) }) }
      : { defaultTimeZone: someZone(chance) };
    const windows = Object.fromEntries(
      MEMBERS.filter(() => chance.happens(65)).map((member) => [member, someWindow(chance, now())]),
    );
    const startTime = now() + chance.pick(6 * HOUR_MS);
    return {
      instance: chance.one(INSTANCES),
      ...(chance.happens(60) && { communicationTime: { localTimeZoneConfig: zone, ...windows } }),
      limits: chance.happens(35) ? someLimits(chance) : [],
      ignoresInstanceLimits: chance.happens(20),
      ...(chance.happens(15) && {
        schedule: { startTime, endTime: startTime + (1 + chance.pick(100)) * HOUR_MS },
      }),
    };
  }

  async function createCampaign(floor?: FloorWishes): Promise<void> {
    const wishes: Wishes =
      floor === undefined
        ? someWishes()
        : { instance: chance.one(INSTANCES), limits: [], ignoresInstanceLimits: false, floor };
    const { schedule, communicationTime, limits, ignoresInstanceLimits } = wishes;
    const answer = await insist('PUT', '/v2/campaigns', {
      name: `campaign ${campaigns.length}`,
      connectInstanceId: wishes.instance,
      channelSubtypeConfig: floor === undefined ? CHANNELS : { telephony: floorOnWire(floor) },
      ...(communicationTime && { communicationTimeConfig: communicationTime }),
      ...((limits.length > 0 || ignoresInstanceLimits) && {
        communicationLimitsOverride: {
          ...(limits.length > 0 && { allChannelSubtypes: limitsOnWire(limits) }),
          instanceLimitsHandling: ignoresInstanceLimits ? 'OPT_OUT' : 'OPT_IN',
        },
      }),
      ...(schedule && {
        schedule: {
          startTime: new Date(schedule.startTime).toISOString(),
          endTime: new Date(schedule.endTime).toISOString(),
        },
      }),
    });
    if (answer.status !== 200) throw new Error(`CreateCampaign answered ${JSON.stringify(answer)}`);
    const { id } = answer.body as { id: string };
    if (communicationTime !== undefined) zoneOf.set(id, communicationTime);
    witness.campaign(id, wishes);
    if (floor !== undefined) {
      line?.campaign(id, floor);
      floors.add(id);
    }
    campaigns.push(id);
    await act(id, 'start');
  }

  async function act(id: string, action: 'start' | 'pause' | 'resume' | 'stop'): Promise<void> {
    const begins = action === 'start' || action === 'resume';
    if (begins) witness.mayRun(id, 'yes');
    if (action === 'stop') witness.over(id);
    const answer = await call('POST', `/v2/campaigns/${id}/${action}`);
    if (answer?.status === 200) {
      if (action === 'stop') stopped.add(id);
      if (!begins) {
        witness.mayRun(id, 'no');
        line?.rests(id);
      }
      return;
    }
    if (answer === undefined && !begins) witness.mayRun(id, 'unsure');
    const { body } = await insist('GET', `/v2/campaigns/${id}/state`);
    const { state } = body as { state: string };
    if (state === 'Stopped' || state === 'Completed') {
      stopped.add(id);
      witness.over(id);
    }
    witness.mayRun(id, state === 'Running' ? 'yes' : 'no');
  }

  function zonesOf(campaignId: string, { zones }: Recipient): readonly string[] {
    const config = zoneOf.get(campaignId)?.localTimeZoneConfig;
    const detected = config?.localTimeZoneDetection === undefined ? [] : zones;
    if (detected.length > 0) return detected;
    return config?.defaultTimeZone === undefined ? [] : [config.defaultTimeZone];
  }

  function someRequest(campaignId: string): Put {
    tokens += 1;
    const token = `token-${tokens}`;
    const isForAgent = floors.has(campaignId);
    const member = isForAgent ? 'telephony' : chance.one(MEMBERS);
    const recipient = isForAgent ? somebody(chance) : chance.one(member === 'email' ? MAILBOXES : PHONES);
    const longest = isForAgent ? HOUR_MS : 100 * HOUR_MS;
    const expiresAt = now() + 1 + chance.pick(chance.happens(isForAgent ? 5 : 30) ? 30_000 : longest);
    const request: Sent = {
      ...{ campaignId, token, expiresAt, to: recipient.to, channel: member },
      ...{ zones: zonesOf(campaignId, recipient), sentAt: now() },
    };
    return { request: witness.sent(request), wire: onWire(request) };
  }

  /** New requests, and some that were sent before: the same, with another expiration time, or with another content. */
  function someBatch(campaignId: string): Put[] {
    const earlier = wires.get(campaignId) ?? [];
    wires.set(campaignId, earlier);
    const length = floors.has(campaignId) ? BATCH_MAX : 1 + chance.pick(12);
    return Array.from({ length }, () => {
      if (earlier.length > 0 && chance.happens(15)) {
        const again = chance.one(earlier);
        if (again.request.id === undefined || chance.happens(60)) return again;
        const later = new Date(now() + HOUR_MS).toISOString();
        return { request: again.request, wire: { ...again.wire, expirationTime: later } };
      }
      const fresh = someRequest(campaignId);
      earlier.push(fresh);
      return fresh;
    });
  }

  async function put(): Promise<void> {
    const id = chance.one(campaigns);
    const batch = someBatch(id);
    const path = `/v2/campaigns/${id}/outbound-requests`;
    const answer = await call('PUT', path, { outboundRequests: batch.map(({ wire }) => wire) });
    if (answer?.status !== 200) return;
    const { successfulRequests } = answer.body as { successfulRequests: { clientToken: string; id: string }[] };
    for (const { clientToken, id: requestId } of successfulRequests) {
      const found = batch.find(({ request }) => request.token === clientToken);
      if (found !== undefined) witness.answered(found.request, requestId);
    }
  }

  return {
    campaigns,
    createCampaign,
    put,
    async change() {
      const id = chance.one(campaigns);
      await act(id, chance.happens(6) ? 'stop' : chance.happens(50) ? 'pause' : 'resume');
    },
    async resumeAll() {
      for (const id of campaigns) if (!stopped.has(id)) await act(id, 'resume');
    },
    async limitInstance() {
      const instance = chance.one(INSTANCES);
      const rules = chance.happens(80) ? someLimits(chance) : [];
      witness.instanceLimits(instance, 'unsure');
      const communicationLimitsConfig = rules.length > 0 ? { allChannelSubtypes: limitsOnWire(rules) } : {};
      const path = `/v2/connect-instance/${instance}/communication-limits`;
      const { status } = await insist('PUT', path, { communicationLimitsConfig });
      if (status === 200) witness.instanceLimits(instance, rules);
    },
    async suppress() {
      const instance = chance.one(INSTANCES);
      const { to } = chance.one([...PHONES, ...MAILBOXES]);
      const key = `${instance} ${to}`;
      const isOn = !suppressed.has(key);
      if (!isOn) witness.suppressed(instance, to, false);
      const { status } = await insist(isOn ? 'POST' : 'DELETE', `/admin/v1/instances/${instance}/suppression`, to);
      if (status !== 200) return;
      if (isOn) {
        witness.suppressed(instance, to, true);
        suppressed.add(key);
      } else suppressed.delete(key);
    },
    async pressButton(isStop) {
      if (!isStop) witness.dispatchStopped(false);
      const { status } = await insist('POST', '/admin/v1/dispatch', { state: isStop ? 'stopped' : 'running' });
      if (status === 200 && isStop) witness.dispatchStopped(true);
    },
  };
}

function floorOnWire(wishes: FloorWishes): object {
  const { mode, queue, isDetecting, targetRate, windowMs, startPoint, thresholdMs } = wishes;
  const abandonmentRate = {
    ...{ targetRate, connectionStartPoint: startPoint, connectionThresholdSeconds: thresholdMs / 1_000 },
    evaluationWindow: `PT${windowMs / HOUR_MS}H`,
  };
  const modes = {
    progressive: { bandwidthAllocation: 1 },
    predictive: { bandwidthAllocation: 1, pacingStrategies: [{ abandonmentRate }] },
    preview: { bandwidthAllocation: 1, timeoutConfig: { durationInSeconds: 5 }, agentActions: ['DISCARD'] },
  };
  return {
    connectQueueId: queue,
    outboundMode: { [mode]: modes[mode] },
    defaultOutboundConfig: {
      ...CHANNELS.telephony.defaultOutboundConfig,
      answerMachineDetectionConfig: { enableAnswerMachineDetection: isDetecting },
      ringTimeout: 20,
    },
  };
}

function limitsOnWire(rules: readonly LimitRule[]): object {
  return { communicationLimitsList: rules.map((rule) => ({ ...rule, unit: 'DAY' })) };
}

function onWire({ token, expiresAt, to, channel }: Sent): Record<string, unknown> {
  const content =
    channel === 'telephony'
      ? { destinationPhoneNumber: to, attributes: { token } }
      : channel === 'email'
        ? { destinationEmailAddress: to, templateParameters: { token } }
        : { destinationPhoneNumber: to, templateParameters: { token } };
  return {
    clientToken: token,
    expirationTime: new Date(expiresAt).toISOString(),
    channelSubtypeParameters: { [channel]: content },
  };
}
