/** ListCampaigns: summaries, filters and pages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTimestamp } from '../../../../src/api/protocol/shapes/timestamp.ts';
import { type InProcessService, openService } from './in-process-service.ts';
import { created, external, INSTANCE, running, segment } from './sample-campaigns.ts';

async function many(service: InProcessService, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push(await created(service, external({ name: `c${index}` })));
  return ids.sort();
}

/** All pages of a listing. */
async function pages(service: InProcessService, input: Record<string, unknown>): Promise<string[][]> {
  const found: string[][] = [];
  for (let nextToken: string | undefined, first = true; first || nextToken !== undefined; first = false) {
    const page = await service.ok('ListCampaigns', { ...input, ...(nextToken !== undefined && { nextToken }) });
    found.push(page.campaignSummaryList.map(({ id }: { id: string }) => id));
    nextToken = page.nextToken;
    assert.ok(found.length <= 100, 'the listing ends');
  }
  return found;
}

test('a summary has the channels and no tags', async () => {
  await using service = await openService();
  const input = segment({ tags: { a: 'b' } });
  const id = await created(service, input);
  const { campaignSummaryList, nextToken } = await service.ok('ListCampaigns', {});
  assert.equal(nextToken, undefined);
  assert.deepEqual(campaignSummaryList, [
    {
      id,
      arn: `arn:aws:connect-campaigns:us-east-1:111111111111:campaign/${id}`,
      name: 'Spring',
      connectInstanceId: INSTANCE,
      channelSubtypes: ['TELEPHONY', 'SMS', 'EMAIL'],
      type: 'MANAGED',
      schedule: input['schedule'],
      connectCampaignFlowArn: input['connectCampaignFlowArn'],
      lastModifiedTime: formatTimestamp(service.clock.now()),
    },
  ]);
});

test('pages of maxResults, each campaign once, the last page without a token', async () => {
  await using service = await openService();
  const ids = await many(service, 7);
  const found = await pages(service, { maxResults: 3 });
  assert.deepEqual(
    found.map((page) => page.length),
    [3, 3, 1],
  );
  assert.deepEqual(found.flat(), ids);
  assert.deepEqual((await pages(service, { maxResults: 7 })).length, 1);
});

test('a page has 50 campaigns unless maxResults says otherwise', async () => {
  await using service = await openService();
  await many(service, 51);
  assert.deepEqual(
    (await pages(service, {})).map((page) => page.length),
    [50, 1],
  );
});

test('the filter names one instance; an unknown one has no campaigns', async () => {
  await using service = await openService();
  await created(service);
  const other = await running(service, external({ connectInstanceId: 'instance-2' }));
  const filters = (value: string) => ({ filters: { instanceIdFilter: { value, operator: 'Eq' } } });
  assert.deepEqual(await pages(service, filters('instance-2')), [[other]]);
  assert.deepEqual(await pages(service, filters('instance-3')), [[]]);
});

test('a token continues its own listing only', async () => {
  await using service = await openService();
  await many(service, 3);
  const { nextToken } = await service.ok('ListCampaigns', { maxResults: 1 });
  const elsewhere = { filters: { instanceIdFilter: { value: INSTANCE, operator: 'Eq' } }, nextToken };
  const calls = [
    service.refusal('ListCampaigns', elsewhere),
    service.refusal('ListCampaigns', { nextToken }, { account: '222222222222', region: 'us-east-1' }),
    service.refusal('ListCampaigns', { nextToken }, { account: '111111111111', region: 'eu-west-1' }),
    service.refusal('ListCampaigns', { nextToken: `${nextToken}A` }),
    service.refusal('ListCampaigns', { nextToken: '' }),
    service.refusal('ListConnectInstanceIntegrations', { connectInstanceId: INSTANCE, nextToken }),
  ];
  for (const refusal of await Promise.all(calls)) assert.match(refusal, /^ValidationException: .*nextToken/);
});

test('a listing goes on after the campaign of its token was deleted', async () => {
  await using service = await openService();
  const [first = '', ...rest] = await many(service, 3);
  const { nextToken } = await service.ok('ListCampaigns', { maxResults: 1 });
  await service.ok('DeleteCampaign', { id: first });
  const { campaignSummaryList } = await service.ok('ListCampaigns', { nextToken });
  assert.deepEqual(
    campaignSummaryList.map(({ id }: { id: string }) => id),
    rest,
  );
});
