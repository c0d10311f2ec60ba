/** What may happen to the service and its model side by side; every command compares what both say. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FAILPOINTS, type FailpointName } from '../../../src/store/sqlite/options.ts';
import type { Seen } from '../universe/carriers.ts';
import type { Time } from '../universe/time.ts';
import type { Universe } from '../universe/universe.ts';
import {
  type Action,
  type CampaignState,
  DIGITS,
  expectedId,
  type Model,
  type ModelCampaign,
  type ModelRequest,
  possibleEnds,
  stateAfter,
} from './reference.ts';

/** The real thing: the service in its universe, and what the carriers saw. */
export interface Real {
  readonly universe: Universe;
  readonly time: Time;
  readonly seen: readonly Seen[];
}

export type Command = fc.AsyncCommand<Model, Real>;

const CAMPAIGNS_MAX = 3;
const LIVES_MS = { short: 100, long: 3_600_000 } as const;
const SMS = {
  outboundMode: { agentless: {} },
  defaultOutboundConfig: {
    connectSourcePhoneNumberArn:
      'arn:aws:connect:us-east-1:000000000000:phone-number/11111111-1111-4111-8111-111111111111',
    wisdomTemplateArn: 'arn:aws:wisdom:us-east-1:000000000000:message-template/22222222-2222-4222-8222-222222222222',
  },
};

interface BatchAnswer {
  readonly successfulRequests: readonly { readonly clientToken: string; readonly id: string }[];
  readonly failedRequests: readonly { readonly clientToken: string; readonly failureCode: string }[];
}

function command(
  name: string,
  check: (model: Model) => boolean,
  run: (model: Model, real: Real) => Promise<void>,
): Command {
  return {
    check,
    async run(model, real) {
      await run(model, real);
      await compare(model, real);
    },
    toString: () => name,
  };
}

const any = (model: Model, index: number): ModelCampaign => {
  const campaign = model.campaigns[index % model.campaigns.length];
  assert.ok(campaign);
  return campaign;
};
const hasCampaign = (model: Model): boolean => model.campaigns.length > 0;
const allRequests = ({ campaigns }: Model): ModelRequest[] =>
  campaigns.flatMap(({ requests, unsure }) => [...requests.values(), ...unsure.values()]);

const create = command(
  'create',
  ({ campaigns }) => campaigns.length < CAMPAIGNS_MAX,
  async (model, { universe }) => {
    const name = `campaign ${model.campaigns.length}`;
    // Creating it again answers the same one, so an answer that was lost is asked for again.
    const body = { name, connectInstanceId: 'instance', channelSubtypeConfig: { sms: SMS } };
    const answer =
      (await universe.call('PUT', '/v2/campaigns', body)) ?? (await universe.call('PUT', '/v2/campaigns', body));
    assert.equal(answer?.status, 200);
    const { id } = answer.body as { id: string };
    model.campaigns.push({ id, state: 'Initialized', requests: new Map(), unsure: new Map() });
  },
);

const change = (action: Action, index: number): Command =>
  command(`${action} ${index}`, hasCampaign, async (model, { universe }) => {
    const campaign = any(model, index);
    const expected = stateAfter(campaign.state, action);
    const answer = await universe.call('POST', `/v2/campaigns/${campaign.id}/${action}`);
    if (answer === undefined) {
      const { body } = (await universe.call('GET', `/v2/campaigns/${campaign.id}/state`)) ?? {};
      const { state } = body as { state: CampaignState };
      assert.ok(state === campaign.state || state === expected, `${campaign.state} became ${state} by ${action}`);
      moveTo(campaign, state);
    } else if (expected === undefined) {
      assert.equal(answer.status, 409);
      assert.equal(answer.error, 'InvalidCampaignStateException');
      assert.equal((answer.body as { state: string }).state, campaign.state);
    } else {
      assert.equal(answer.status, 200);
      moveTo(campaign, expected);
    }
  });

function moveTo(campaign: ModelCampaign, state: CampaignState): void {
  campaign.state = state;
  if (state === 'Running') return;
  for (const request of [...campaign.requests.values(), ...campaign.unsure.values()]) request.wasHeldUp = true;
}

interface Item {
  readonly digits: (typeof DIGITS)[number];
  readonly life: keyof typeof LIVES_MS;
}

const put = (index: number, items: readonly Item[]): Command =>
  command(
    `put ${index} [${items.map(({ digits, life }) => `${digits} ${life}`)}]`,
    hasCampaign,
    async (model, real) => {
      const campaign = any(model, index);
      const requests = items.map(({ digits, life }): ModelRequest => {
        const token = `token-${model.tokens++}`;
        return {
          ...{
            token,
            to: `+44163296${String(model.tokens).padStart(4, '0')}${digits}`,
            id: expectedId(campaign.id, token),
          },
          ...{ isShortLived: life === 'short', wasHeldUp: false, hasSeenCrash: false },
        };
      });
      for (const request of requests) campaign.unsure.set(request.token, request);
      const answer = await send(
        campaign,
        real,
        requests,
        items.map(({ life }) => LIVES_MS[life]),
      );
      if (answer === undefined) return;
      for (const request of requests) campaign.unsure.delete(request.token);
      if (campaign.state !== 'Running') {
        assert.equal(answer, campaign.state);
        return;
      }
      assert.ok(typeof answer === 'object');
      assert.deepEqual(answer.failedRequests, []);
      assert.deepEqual(
        answer.successfulRequests.map(({ clientToken, id }) => [clientToken, id]),
        requests.map(({ token, id }) => [token, id]),
      );
      for (const request of requests) campaign.requests.set(request.token, request);
    },
  );

/** The same token with the same content again, also with another expiration time. */
const replay = (index: number, which: number): Command =>
  command(`replay ${index} ${which}`, hasCampaign, async (model, real) => {
    const campaign = any(model, index);
    const known = [...campaign.requests.values(), ...campaign.unsure.values()];
    const request = known[which % Math.max(1, known.length)];
    if (request === undefined || campaign.state !== 'Running') return;
    const answer = await send(campaign, real, [request], [LIVES_MS.long + which]);
    if (answer === undefined) return;
    assert.ok(typeof answer === 'object');
    assert.deepEqual(
      answer.successfulRequests.map(({ id }) => id),
      [request.id],
    );
    campaign.unsure.delete(request.token);
    campaign.requests.set(request.token, request);
  });

/** The same token with another content: refused, and the first stays as it is. */
const conflict = (index: number, which: number): Command =>
  command(`conflict ${index} ${which}`, hasCampaign, async (model, real) => {
    const campaign = any(model, index);
    const request = [...campaign.requests.values()][which % Math.max(1, campaign.requests.size)];
    if (request === undefined || campaign.state !== 'Running') return;
    const answer = await send(campaign, real, [{ ...request, to: '+447700900000' }], [LIVES_MS.long]);
    if (answer === undefined) return;
    assert.ok(typeof answer === 'object');
    assert.deepEqual(
      answer.failedRequests.map(({ clientToken, failureCode }) => [clientToken, failureCode]),
      [[request.token, 'InvalidInput']],
    );
  });

/** The whole answer, the state that refused the call, or undefined when there was no answer. */
async function send(
  { id, state }: ModelCampaign,
  { universe, time }: Real,
  requests: readonly Pick<ModelRequest, 'token' | 'to'>[],
  livesMs: readonly number[],
): Promise<BatchAnswer | string | undefined> {
  const outboundRequests = requests.map(({ token, to }, place) => ({
    clientToken: token,
    expirationTime: new Date(time.now() + (livesMs[place] ?? 0)).toISOString(),
    channelSubtypeParameters: { sms: { destinationPhoneNumber: to, templateParameters: { token } } },
  }));
  const answer = await universe.call('PUT', `/v2/campaigns/${id}/outbound-requests`, { outboundRequests });
  if (answer === undefined) return undefined;
  assert.equal(answer.status, state === 'Running' ? 200 : 409);
  return answer.status === 200 ? (answer.body as BatchAnswer) : (answer.body as { state: string }).state;
}

function noteCrash(model: Model): void {
  for (const request of allRequests(model)) request.hasSeenCrash = true;
}

const crash = command('crash', hasCampaign, async (model, { universe }) => {
  noteCrash(model);
  await universe.crash();
});

/** Something happens, and the process dies in the middle of one of its commits. */
const crashDuring = (name: FailpointName, nth: number, during: Command): Command =>
  command(
    `crash at ${name} ${nth} during ${during}`,
    (model) => hasCampaign(model) && during.check(model),
    async (model, real) => {
      const deaths = real.universe.deaths();
      real.universe.crashAt(name, nth);
      await during.run(model, real);
      real.universe.crashAt(name, Number.POSITIVE_INFINITY);
      if (real.universe.deaths() > deaths) noteCrash(model);
    },
  );

const advance = (byMs: number): Command =>
  command(`advance ${byMs} ms`, hasCampaign, async (_, { time }) => {
    await time.elapsed.advanceTo(time.elapsed.now() + byMs);
  });

interface ShownRequest {
  readonly id: string;
  readonly clientToken: string;
  readonly state: string;
  readonly reason?: string;
}

async function compare(model: Model, real: Real): Promise<void> {
  for (const campaign of model.campaigns) {
    const shown = await showAll(campaign, real);
    const byToken = new Map(shown.map((each) => [each.clientToken, each]));
    assert.equal(byToken.size, shown.length, 'no token has two requests');
    for (const { token, id } of campaign.requests.values())
      assert.equal(byToken.get(token)?.id, id, 'what was acknowledged is there');
    for (const { clientToken } of shown) {
      assert.ok(
        campaign.requests.has(clientToken) || campaign.unsure.has(clientToken),
        'nobody has sent anything else',
      );
    }
    await compareCounters(campaign, shown, real);
    const state = await real.universe.call('GET', `/v2/campaigns/${campaign.id}/state`);
    assert.deepEqual(state?.body, { state: campaign.state });
  }
  const ids = real.seen.map(({ requestId }) => requestId);
  assert.equal(new Set(ids).size, ids.length, 'no carrier has had a request twice');
  for (const { campaignId, token, requestId } of real.seen) assert.equal(requestId, expectedId(campaignId, token));
}

async function compareCounters(
  campaign: ModelCampaign,
  shown: readonly ShownRequest[],
  { universe }: Real,
): Promise<void> {
  const { body } = (await universe.call('GET', `/admin/v1/campaigns/${campaign.id}/counters`)) ?? {};
  const { accepted, ...counters } = body as Record<string, number>;
  assert.equal(accepted, shown.length);
  for (const [state, count] of Object.entries(counters)) {
    assert.equal(count, shown.filter((each) => each.state.toLowerCase() === state).length, state);
  }
}

async function showAll({ id }: ModelCampaign, { universe }: Real): Promise<readonly ShownRequest[]> {
  const { body } = (await universe.call('GET', `/admin/v1/campaigns/${id}/requests?limit=500`)) ?? {};
  return (body as { requests: ShownRequest[] }).requests;
}

/** A first campaign that runs, so that no story is about nothing. */
export async function begin(model: Model, real: Real): Promise<void> {
  await create.run(model, real);
  await change('start', 0).run(model, real);
}

/** Lets everything come to its end, and compares the ends. */
export async function conclude(model: Model, real: Real): Promise<void> {
  for (const [index, campaign] of model.campaigns.entries()) {
    if (campaign.state === 'Paused') await change('resume', index).run(model, real);
  }
  await advance(80 * LIVES_MS.long).run(model, real);
  const seen = new Set(real.seen.map(({ requestId }) => requestId));
  for (const campaign of model.campaigns) {
    for (const { clientToken, id, state, reason } of await showAll(campaign, real)) {
      const request = campaign.requests.get(clientToken) ?? campaign.unsure.get(clientToken);
      assert.ok(request);
      const possible = possibleEnds(request, campaign.state, seen.has(id));
      assert.ok(
        possible.has(`${state} ${reason}`),
        `${request.to} ended ${state} ${reason}, not one of ${[...possible]}`,
      );
    }
  }
}

const index = fc.nat({ max: CAMPAIGNS_MAX - 1 });
const which = fc.nat({ max: 40 });
const items = fc.array(
  fc.record({ digits: fc.constantFrom(...DIGITS), life: fc.constantFrom('long', 'long', 'long', 'short') }),
  { minLength: 1, maxLength: 8 },
);
const someChange = fc.tuple(fc.constantFrom<Action>('start', 'start', 'pause', 'resume', 'resume', 'stop'), index);
const calls: fc.Arbitrary<Command>[] = [
  someChange.map(([action, at]) => change(action, at)),
  fc.tuple(index, items).map(([at, batch]) => put(at, batch)),
  fc.tuple(index, which).map(([at, nth]) => replay(at, nth)),
];

/** Every interleaving of commands. */
export const commands = fc.commands<Model, Real, false>(
  [
    fc.constant(create),
    ...calls,
    fc.tuple(index, items).map(([at, batch]) => put(at, batch)),
    someChange.map(([action, at]) => change(action, at)),
    fc.tuple(index, which).map(([at, nth]) => conflict(at, nth)),
    fc.constant(crash),
    fc
      .tuple(
        fc.constantFrom(...FAILPOINTS),
        fc.integer({ min: 1, max: 4 }),
        fc.oneof(...calls, fc.nat({ max: 20_000 }).map(advance)),
      )
      .map(([name, nth, during]) => crashDuring(name, nth, during)),
    fc.oneof(fc.nat({ max: 100 }), fc.nat({ max: 20_000 }), fc.nat({ max: 4_000_000 })).map(advance),
  ],
  { maxCommands: 40, size: 'max' },
);
