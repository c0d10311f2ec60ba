/**
 * Renders a second on one core: a mail whose HTML body has 2 kB and four fields, through the whole of RenderMessage (cache,
 * owner, lookup, escaping), beside plain concatenation of the same pieces, which is the least that any engine must do. Both
 * write their text out as bytes, for JavaScript leaves the joining of texts until somebody reads them. Rates are per second
 * of processor time, so a busy machine changes them little.
 */
import type { MessageAttempt } from '../src/channels/channel.ts';
import type { Campaign, CampaignId } from '../src/domain/campaign.ts';
import type { RequestId } from '../src/domain/request-id.ts';
import type { KnowledgeBaseId, TemplateId } from '../src/domain/templates/template.ts';
import { templateArn } from '../src/domain/templates/template-arn.ts';
import { newTemplate } from '../src/domain/templates/template-changes.ts';
import { createMessageRenderer } from '../src/templates/message-renderer.ts';
import { createReport, median } from './harness/report.ts';

const RENDERS = 200_000;
const ROUNDS = 7;
const PEOPLE = 1_000;
const GOAL_PER_SECOND = 200_000;
const OWNER = { account: '111122223333', region: 'us-east-1' };
const REF = {
  ...OWNER,
  knowledgeBaseId: '00000000-0000-4000-8000-0000000000aa' as KnowledgeBaseId,
  id: '00000000-0000-4000-8000-000000000001' as TemplateId,
};
const NAMES = ['Ann', "Siobhán O'Neill", 'Bob & Carol', 'Kowalczyk', 'Aïssatou'];

/** Half a kilobyte of the tables that mails are made of. */
function cell(text: string): string {
  const style =
    'font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:24px;color:#333333;padding:0 24px 16px';
  return `<tr><td align="left" valign="top" style="${style}"><p style="margin:0 0 16px">${text}</p></td></tr>\n`;
}

const LITERALS = [
  cell('Good news. '.repeat(45)) + cell('Dear '),
  cell('your order of '.repeat(6)),
  cell('is on its way since '.repeat(7)),
  cell('see <a href="https://shop.example.com/orders?id='),
  '">where it is</a>. '.padEnd(300, 'Thank you. '),
];
const FIELDS = ['{{Attributes.Customer.FirstName}}', '{{item}}', '{{since}}', '{{order}}'];
const HTML = LITERALS.map((literal, at) => literal + (FIELDS[at] ?? '')).join('');

const people = Array.from({ length: PEOPLE }, (_, number) => ({
  FirstName: NAMES[number % NAMES.length] ?? '',
  item: `${number} boxes`,
  since: `2026-03-${String((number % 28) + 1).padStart(2, '0')}`,
  order: `A-${1_000_000 + number * 7919}`,
}));

const attempts = people.map(
  (templateParameters, number): MessageAttempt => ({
    requestId: `request-${number}` as RequestId,
    campaignId: 'campaign' as CampaignId,
    channelSubtype: 'EMAIL',
    destination: `person${number}@example.com`,
    source: 'news@example.com',
    templateArn: templateArn(REF),
    templateParameters,
  }),
);

const template = newTemplate(
  REF,
  {
    name: 'bench',
    channelSubtype: 'EMAIL',
    content: { email: { subject: 'Your order', body: { html: { content: HTML } } } },
  },
  { by: 'arn:aws:iam::111122223333:user/bench', at: 0 },
);
const campaign = { ...OWNER, id: 'campaign' } as Campaign;
const render = createMessageRenderer(
  {
    templates: { find: async () => ({ template }), onChange: () => () => undefined },
    campaigns: { get: async () => campaign },
  },
  { missingValue: 'fail' },
);

const scratch = Buffer.alloc(64 * 1024);

async function renderOne(at: number): Promise<number> {
  const attempt = attempts[at % PEOPLE];
  const rendering = attempt && (await render(attempt));
  if (rendering?.kind !== 'rendered' || rendering.message.kind !== 'email') throw new Error('a render failed');
  return scratch.write(rendering.message.html ?? '');
}

function concatenateOne(at: number): number {
  const person = people[at % PEOPLE];
  if (person === undefined) return 0;
  const [first = '', second = '', third = '', fourth = '', last = ''] = LITERALS;
  return scratch.write(
    first + person.FirstName + second + person.item + third + person.since + fourth + person.order + last,
  );
}

/** Runs per second of processor time. */
async function rateOf(one: (at: number) => number | Promise<number>): Promise<number> {
  const before = process.cpuUsage();
  let bytes = 0;
  for (let at = 0; at < RENDERS; at += 1) bytes += await one(at);
  const { user, system } = process.cpuUsage(before);
  if (bytes < RENDERS * 1_000) throw new Error('the texts are too short, so they are wrong');
  return (RENDERS * 1_000_000) / (user + system);
}

const report = createReport('templates');
const rates: { rendered: number[]; concatenated: number[] } = { rendered: [], concatenated: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  rates.rendered.push(await rateOf(renderOne));
  rates.concatenated.push(await rateOf(concatenateOne));
}
const spread = (values: number[]): string => `${Math.round(Math.min(...values))}-${Math.round(Math.max(...values))}`;
const rendered = median(rates.rendered);
const concatenated = median(rates.concatenated);
report.add({
  measure: 'renders',
  value: Math.round(rendered),
  unit: '/s',
  goal: `>= ${GOAL_PER_SECOND / 1e3} k`,
  met: rendered >= GOAL_PER_SECOND,
  spread: spread(rates.rendered),
  bodyCharacters: HTML.length,
  rounds: ROUNDS,
});
report.add({
  measure: 'the same pieces concatenated',
  value: Math.round(concatenated),
  unit: '/s',
  spread: spread(rates.concatenated),
});
report.add({ measure: 'of the concatenation', value: rendered / concatenated, unit: '' });
report.print();
process.exitCode = rendered >= GOAL_PER_SECOND ? 0 : 1;
