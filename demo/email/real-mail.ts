/**
 * `npm run demo -- --email`: real mail. It starts a private Postfix and the service with strict auth and one carrier, lets ten
 * readers unsubscribe by the link in their mail, sends a newsletter of 500 to them and others, of whom some do not exist, and
 * holds what the service says of it against what lies in the Maildir. Nothing leaves the machine.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type Counters, readAdmin, readCounters } from '../outcomes.ts';
import { createScreen, endedCount, styled } from '../screen.ts';
import { askToUnsubscribe, mailedRequests } from './mailbox.ts';
import { createTemplate, type MailCampaign, startCampaign } from './newsletter.ts';
import { outcomesByGroup, shownOutcomes } from './outcomes-by-group.ts';
import { openPostOffice, type PostOffice } from './post-office.ts';
import { GROUPS, NEWSLETTER_COUNT, newsletter, UNSUBSCRIBER_COUNT, welcomes } from './readers.ts';

const POLL_EVERY_MS = 200;
/** The demo promises to end within two minutes, bounces included. */
const DEADLINE_MS = 120_000;

const screen = createScreen();

/** Puts everything of a campaign and shows it end. */
async function sendAll(office: PostOffice, campaign: MailCampaign, total: number): Promise<Counters> {
  const deadline = performance.now() + DEADLINE_MS;
  const putting = campaign.put();
  for (;;) {
    const counters = await readCounters(office.admin, campaign.id);
    screen.progress(campaign.countPut(), total, counters);
    const isOver = campaign.countPut() === total && endedCount(counters) === total;
    if (isOver || performance.now() > deadline) {
      await putting;
      screen.endProgress();
      return counters;
    }
    await delay(POLL_EVERY_MS);
  }
}

/** Waits until as many addresses are on the suppression list; answers how many are. */
async function whenSuppressed(office: PostOffice, instance: string, expected: number): Promise<number> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const { total } = await readAdmin<{ total: number }>(office.admin, `/instances/${instance}/suppression/counts`);
    if (total >= expected || performance.now() > deadline) return total;
    await delay(POLL_EVERY_MS);
  }
}

async function runDemo(office: PostOffice): Promise<boolean> {
  const { postfix } = office;
  screen.say(`${styled('bold', 'Campanile')} at ${styled('cyan', office.admin.url)}, strict auth, one carrier:`);
  screen.say(
    `a private Postfix at ${postfix.host}:${postfix.port} with STARTTLS and SASL; mail ends in ${postfix.maildir}`,
  );
  const templateArn = await createTemplate(office);
  screen.say(`Template by the Amazon Q in Connect API: ${templateArn}\n`);

  screen.say(
    styled('bold', `Welcome: ${UNSUBSCRIBER_COUNT} mails, and every reader unsubscribes with one click (RFC 8058)`),
  );
  const welcome = await startCampaign(office, 'Welcome', templateArn, welcomes());
  await sendAll(office, welcome, UNSUBSCRIBER_COUNT);
  const welcomed = await postfix.whenDelivered(UNSUBSCRIBER_COUNT);
  for (const mail of welcomed) await askToUnsubscribe(mail);

  screen.say(styled('bold', `\nNewsletter: ${NEWSLETTER_COUNT} mails, also to those ten and to some who do not exist`));
  const startedAt = performance.now();
  const campaign = await startCampaign(office, 'Newsletter', templateArn, newsletter());
  const counters = await sendAll(office, campaign, NEWSLETTER_COUNT);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const { delivered, bounced } = GROUPS;
  const inMaildir = mailedRequests(await postfix.whenDelivered(UNSUBSCRIBER_COUNT + delivered.count));
  const suppressed = await whenSuppressed(office, campaign.instance, UNSUBSCRIBER_COUNT + bounced.count);
  const outcomes = await outcomesByGroup(office.admin, campaign, inMaildir);
  screen.say(`${endedCount(counters)} of ${NEWSLETTER_COUNT} requests ended in ${seconds} s.\n`);
  screen.say(shownOutcomes(outcomes));
  return conclude(outcomes, {
    suppressed,
    twice: inMaildir.twice,
    unknown: inMaildir.byRequest.size - UNSUBSCRIBER_COUNT,
  });
}

/** Says what the two sides agree on, and answers whether they do. */
function conclude(
  outcomes: Awaited<ReturnType<typeof outcomesByGroup>>,
  found: { readonly suppressed: number; readonly twice: number; readonly unknown: number },
): boolean {
  const succeeded = [...outcomes.values()].reduce((sum, outcome) => sum + outcome.succeeded, 0);
  const { bounced, delivered, unsubscribed } = GROUPS;
  const isRight =
    succeeded === delivered.count + bounced.count &&
    found.unknown === delivered.count &&
    found.twice === 0 &&
    found.suppressed === unsubscribed.count + bounced.count;
  screen.say(
    `\nThe Maildir holds ${found.unknown} newsletters, ${found.twice} of them twice. Postfix took ${succeeded} and sent ` +
      `${bounced.count} back later;\nthe suppression list has ${found.suppressed}: ${unsubscribed.count} who unsubscribed and ` +
      `those who bounced.`,
  );
  screen.say(
    isRight
      ? `\n${styled('green', 'What Campanile says and what was delivered agree.')}`
      : `\n${styled('red', 'What Campanile says and what was delivered do not agree.')}`,
  );
  return isRight;
}

const office = await openPostOffice();
// The terminal tells the children as well; what is left of them is closed below.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void office.close().then(() => process.exit(1)));
try {
  process.exitCode = (await runDemo(office)) ? 0 : 1;
} finally {
  await office.close();
}
