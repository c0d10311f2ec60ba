/** Who gets mail in the demo: four groups, whose domains decide what becomes of it. */
import type { OutboundRequest } from '@aws-sdk/client-connectcampaignsv2';
import { INBOX_DOMAIN, REFUSED_DOMAIN, REJECTED_DOMAIN } from '../../test/support/postfix.ts';

export const UNSUBSCRIBER_COUNT = 10;

/** How many readers of each kind the newsletter has. */
export const GROUPS = {
  delivered: { count: 440, domain: INBOX_DOMAIN, meaning: 'at home' },
  unsubscribed: { count: UNSUBSCRIBER_COUNT, domain: INBOX_DOMAIN, meaning: 'unsubscribed' },
  rejected: { count: 30, domain: REJECTED_DOMAIN, meaning: 'refused by the MTA' },
  bounced: { count: 20, domain: REFUSED_DOMAIN, meaning: 'bounced afterwards' },
} as const;

export type Group = keyof typeof GROUPS;

export const GROUP_NAMES = Object.keys(GROUPS) as Group[];

export const NEWSLETTER_COUNT = GROUP_NAMES.reduce((sum, group) => sum + GROUPS[group].count, 0);

const EXPIRES_AFTER_MS = 10 * 60_000;
const FIRST_NAMES = ['Ada', 'Grace', 'Katherine', 'Radia', 'Barbara', 'Frances', 'Jean', 'Hedy'];

/** A mail to everybody who will unsubscribe. */
export function welcomes(): OutboundRequest[] {
  return mailsTo('unsubscribed', 'welcome');
}

/** A mail to everybody, the groups mixed. */
export function newsletter(): OutboundRequest[] {
  const mails = GROUP_NAMES.flatMap((group) =>
    mailsTo(group, 'news').map((mail, index) => ({ mail, place: (index + 0.5) / GROUPS[group].count })),
  );
  return mails.sort((a, b) => a.place - b.place).map(({ mail }) => mail);
}

/** The group that a client token was made for. */
export function groupOf(clientToken: string): Group | undefined {
  return GROUP_NAMES.find((group) => clientToken.split('.')[1] === group);
}

function mailsTo(group: Group, purpose: string): OutboundRequest[] {
  const expirationTime = new Date(Date.now() + EXPIRES_AFTER_MS);
  return Array.from({ length: GROUPS[group].count }, (_, index) => ({
    clientToken: `${purpose}.${group}.${index}`,
    expirationTime,
    channelSubtypeParameters: {
      email: {
        destinationEmailAddress: `${group}-${index}@${GROUPS[group].domain}`,
        templateParameters: { FirstName: FIRST_NAMES[index % FIRST_NAMES.length] ?? '' },
      },
    },
  }));
}
