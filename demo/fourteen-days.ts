/**
 * `npm run demo:fourteen-days`: two weeks of a campaign on the virtual clock, in about a second. Every morning an application
 * puts one request for everybody; the service decides who is contacted when. At the end: a calendar in local time.
 */
import {
  ConnectCampaignsV2Client,
  CreateCampaignCommand,
  type CreateCampaignRequest,
  type OutboundRequest,
  PutInstanceCommunicationLimitsCommand,
  PutOutboundRequestBatchCommand,
  StartCampaignCommand,
} from '@aws-sdk/client-connectcampaignsv2';
import { startCampanile, type TestCampanile } from '../src/testing/index.ts';
import { calendar, type Entry, type Person } from './calendar.ts';
import { styled } from './screen.ts';

const DAY_MS = 86_400_000;
const DAYS = Array.from({ length: 14 }, (_, day) =>
  new Date(Date.UTC(2026, 2, 25) + day * DAY_MS).toISOString().slice(0, 10),
);
const NOTES = {
  '2026-03-29': 'summer time begins in Berlin',
  '2026-03-30': 'Lena asks not to be contacted',
  '2026-04-01': 'a week ago was 167 hours ago in Berlin',
  '2026-04-03': 'Easter: restricted until the 6th',
};
const LENA_ASKS_ON = '2026-03-30';

const LENA: Person = { name: 'Lena', number: '+493012345600', channel: 'telephony', zone: 'Europe/Berlin' };
const PEOPLE: readonly Person[] = [
  { name: 'Anna', number: '+493023456700', channel: 'telephony', zone: 'Europe/Berlin' },
  LENA,
  { name: 'Jonas', number: '+491701234510', channel: 'sms', zone: 'Europe/Berlin' },
  { name: 'Maya', number: '+12125550100', channel: 'telephony', zone: 'America/New_York' },
  { name: 'Sam', number: '+13105550110', channel: 'sms', zone: 'America/Los_Angeles' },
];

const INSTANCE = '44444444-4444-4444-8444-444444444444';
const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const;
const hours = (startTime: string, endTime: string) => ({
  openHours: { dailyHours: Object.fromEntries(WEEKDAYS.map((day) => [day, [{ startTime, endTime }]])) },
  restrictedPeriods: {
    restrictedPeriodList: [{ name: 'Easter', startDate: '2026-04-03', endDate: '2026-04-07' }],
  },
});

const CAMPAIGN: CreateCampaignRequest = {
  name: 'A visit is due',
  connectInstanceId: INSTANCE,
  channelSubtypeConfig: {
    telephony: {
      outboundMode: { agentless: {} },
      defaultOutboundConfig: {
        connectContactFlowId: '55555555-5555-4555-8555-555555555555',
        connectSourcePhoneNumber: '+12065550100',
      },
    },
    sms: {
      outboundMode: { agentless: {} },
      defaultOutboundConfig: {
        connectSourcePhoneNumberArn:
          'arn:aws:connect:us-east-1:000000000000:phone-number/11111111-1111-4111-8111-111111111111',
        wisdomTemplateArn:
          'arn:aws:wisdom:us-east-1:000000000000:message-template/22222222-2222-4222-8222-222222222222/33333333-3333-4333-8333-333333333333',
      },
    },
  },
  communicationTimeConfig: {
    localTimeZoneConfig: { localTimeZoneDetection: ['AREA_CODE'] },
    telephony: hours('T09:00', 'T17:00'),
    sms: hours('T10:30', 'T20:00'),
  },
};

/** With everybody: at most one communication in 24 hours, and four in seven times 24. */
const LIMITS = {
  communicationLimitsList: [
    { maxCountPerRecipient: 1, frequency: 1, unit: 'DAY' as const },
    { maxCountPerRecipient: 4, frequency: 7, unit: 'DAY' as const },
  ],
};

/** The request of a day for a person: good for a week. */
function requestFor({ name, number, channel }: Person, day: string): OutboundRequest {
  return {
    clientToken: `${name}-${day}`,
    expirationTime: new Date(Date.parse(day) + 7 * DAY_MS),
    channelSubtypeParameters:
      channel === 'telephony'
        ? { telephony: { destinationPhoneNumber: number, attributes: { FirstName: name } } }
        : { sms: { destinationPhoneNumber: number, templateParameters: { FirstName: name } } },
  };
}

/** Lives through the days; answers the id of the campaign. */
async function liveThrough(campanile: TestCampanile): Promise<string> {
  const client = new ConnectCampaignsV2Client({
    endpoint: campanile.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' },
  });
  const { id } = await client.send(new CreateCampaignCommand(CAMPAIGN));
  if (id === undefined) throw new Error('CreateCampaign answered no id');
  await client.send(
    new PutInstanceCommunicationLimitsCommand({
      connectInstanceId: INSTANCE,
      communicationLimitsConfig: { allChannelSubtypes: LIMITS },
    }),
  );
  await client.send(new StartCampaignCommand({ id }));
  for (const day of DAYS) {
    if (day === LENA_ASKS_ON) await suppress(campanile.url, LENA);
    const outboundRequests = PEOPLE.map((person) => requestFor(person, day));
    await client.send(new PutOutboundRequestBatchCommand({ id, outboundRequests }));
    await campanile.advance('P1D');
  }
  client.destroy();
  return id;
}

/** Puts a person on the list of those who are never contacted; `campanile suppression add` does it too. */
async function suppress(url: string, { number }: Person): Promise<void> {
  await fetch(`${url}/admin/v1/instances/${INSTANCE}/suppression`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: number,
  });
}

const ENTRIES: Readonly<Record<string, Entry['what']>> = {
  LIMIT_REACHED: 'over limit',
  SUPPRESSED_RECIPIENT: 'do not contact',
};

interface ShownRequest {
  readonly clientToken: string;
  readonly reason?: string;
  readonly endedAt?: string;
}

/** What the carriers saw, and what became of those whom they did not. */
async function readEntries(campanile: TestCampanile, id: string): Promise<Entry[]> {
  const contacts = (await campanile.messages({ campaign: id })).flatMap(({ at, to }) =>
    PEOPLE.filter(({ number }) => number === to).map((person) => ({
      person,
      at: new Date(at),
      what: 'contacted' as const,
    })),
  );
  const response = await fetch(`${campanile.url}/admin/v1/campaigns/${id}/requests?limit=100`);
  const { requests } = (await response.json()) as { requests: ShownRequest[] };
  const others = requests.flatMap(({ clientToken, reason = '', endedAt }) => {
    const person = PEOPLE.find(({ name }) => clientToken.startsWith(`${name}-`));
    const what = ENTRIES[reason];
    return person && what && endedAt !== undefined ? [{ person, at: new Date(endedAt), what }] : [];
  });
  return [...contacts, ...others];
}

const startedAt = performance.now();
const campanile = await startCampanile({ clock: 'virtual', start: `${DAYS[0]}T06:00:00Z` });
const id = await liveThrough(campanile);
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
const entries = await readEntries(campanile, id);
await campanile.stop();

const count = (what: Entry['what']): number => entries.filter((entry) => entry.what === what).length;
console.log(`Who was contacted when, in local time. ${styled('bold', `${DAYS.length} days in ${seconds} s.`)}\n`);
console.log(calendar(PEOPLE, DAYS, entries, NOTES));
console.log(`
${DAYS.length * PEOPLE.length} requests: ${count('contacted')} contacted, ${count('over limit')} over a limit, ${count('do not contact')} not to be contacted.`);
