/** What stands in the way of this recipient: the channel, the communication time, suppression and limits, in this order. */
import type { Instant } from '../../lib/clock.ts';
import { nextOpen } from '../communication-time/next-open.ts';
import type { RecipientHours } from '../communication-time/recipient-hours.ts';
import { limitVerdict } from '../limits/limit-verdict.ts';
import { formatLocalTime } from '../zones/local-time.ts';
import type { Zone } from '../zones/zone.ts';
import { channelFindings } from './channel-finding.ts';
import type { LimitFacts, RequestFacts } from './facts.ts';
import { type Finding, formatInstant, type ZoneFinding } from './finding.ts';

/** As seen at `facts.now`. */
export function recipientFindings(facts: RequestFacts): Finding[] {
  return [
    ...channelFindings(facts),
    ...timeFindings(facts.hours, facts.now),
    ...suppressionFindings(facts),
    ...limitFindings(facts.limits, facts.now),
  ];
}

/** What the communication time says at an instant; nothing while it is open. */
export function timeFindings(hours: RecipientHours | undefined, instant: Instant): Finding[] {
  if (hours === undefined || hours.kind === 'always') return [];
  if (hours.kind === 'missingZone') {
    const sentence = 'The time zone of the recipient cannot be determined; the request will be suppressed.';
    return [{ code: 'TIME_ZONE_MISSING', kind: 'standing', sentence }];
  }
  const { window, zones } = hours;
  const opening = nextOpen(window, zones, instant);
  switch (opening.kind) {
    case 'open':
      return [];
    case 'never':
      return [
        {
          code: 'COMMUNICATION_TIME_NEVER_OPENS',
          kind: 'standing',
          zones: zones.map((zone) => zoneFinding(zone, instant)),
          sentence: `The communication time never opens ${inZones(zones)}; the request will be suppressed.`,
        },
      ];
    case 'opens':
      return [closedFinding(zones, instant, opening.opensAt)];
  }
}

function closedFinding(zones: readonly Zone[], instant: Instant, opensAt: Instant): Finding {
  const found = zones.map((zone) => zoneFinding(zone, instant, opensAt));
  const clocks = found.map(
    ({ name, localTime, opensAtLocal }) => `in ${name} it is ${localTime}, and ${opensAtLocal} then`,
  );
  return {
    code: 'COMMUNICATION_TIME_CLOSED',
    kind: 'standing',
    until: opensAt,
    zones: found,
    sentence: `The communication time is closed and opens at ${formatInstant(opensAt)}: ${clocks.join('; ')}.`,
  };
}

function zoneFinding(zone: Zone, instant: Instant, opensAt?: Instant): ZoneFinding {
  return {
    name: zone.name,
    localTime: formatLocalTime(zone, instant),
    ...(opensAt !== undefined && { opensAtLocal: formatLocalTime(zone, opensAt) }),
  };
}

const inZones = (zones: readonly Zone[]): string =>
  `${zones.length > 1 ? 'in all of' : 'in'} ${zones.map(({ name }) => name).join(', ')}`;

function suppressionFindings({ suppression }: RequestFacts): Finding[] {
  if (suppression === undefined) return [];
  const { since: at, isChannelAlone } = suppression;
  const where = isChannelAlone ? 'for this channel' : 'for every channel';
  const sentence = `The recipient is on the suppression list ${where} since ${formatInstant(at)}; the request will be suppressed.`;
  return [{ code: 'RECIPIENT_SUPPRESSED', kind: 'standing', at, sentence }];
}

/** What the limits say at an instant; nothing while they leave room. */
export function limitFindings(limits: LimitFacts | undefined, instant: Instant): Finding[] {
  if (limits === undefined) return [];
  const verdict = limitVerdict(limits.hits, limits.rules, instant);
  if (verdict.kind === 'allowed') return [];
  const { rule, hitsThatCount, freeAt } = verdict;
  const days = rule.windowMs / 86_400_000;
  const whose = rule.scope === 'instance' ? 'of the instance' : 'of the campaign';
  return [
    {
      code: 'COMMUNICATION_LIMIT_REACHED',
      kind: 'standing',
      until: freeAt,
      hits: hitsThatCount,
      sentence:
        `The limit ${whose}, ${rule.maxCount} in ${days} ${days === 1 ? 'day' : 'days'}, is reached by the communications at ` +
        `${hitsThatCount.map(formatInstant).join(', ')}; it leaves room again at ${formatInstant(freeAt)}, and a request whose turn comes before will be suppressed.`,
    },
  ];
}
