/** What stands in the way of every request of a campaign: its state, its schedule, the red button, the dispatcher itself. */
import { dispatchPeriod } from '../eligibility.ts';
import { isChannelConfigured } from './channel-finding.ts';
import type { DispatchFacts, RequestFacts } from './facts.ts';
import { type Finding, formatInstant } from './finding.ts';

/** In the order in which they are asked. */
export function campaignFindings(facts: RequestFacts): Finding[] {
  return [...stateFindings(facts), ...scheduleFindings(facts), ...stopFindings(facts), ...dispatcherFindings(facts)];
}

function stateFindings({ campaign }: RequestFacts): Finding[] {
  const { state, deletedAt } = campaign;
  if (deletedAt !== undefined) {
    return [{ code: 'CAMPAIGN_DELETED', kind: 'standing', at: deletedAt, sentence: 'The campaign was deleted.' }];
  }
  switch (state) {
    case 'Running':
      return [];
    case 'Initialized':
      return [{ code: 'CAMPAIGN_NOT_STARTED', kind: 'standing', sentence: 'The campaign has not been started.' }];
    case 'Paused':
      return [{ code: 'CAMPAIGN_PAUSED', kind: 'standing', sentence: 'The campaign is paused; resume it to go on.' }];
    case 'Stopped':
    case 'Completed':
    case 'Failed':
      return [
        {
          code: 'CAMPAIGN_ENDED',
          kind: 'standing',
          sentence: `The campaign is ${state}: what it had not attempted is being cancelled.`,
        },
      ];
  }
}

function scheduleFindings({ campaign, now }: RequestFacts): Finding[] {
  const { from, until } = dispatchPeriod(campaign.definition);
  if (now < from) {
    return [
      {
        code: 'SCHEDULE_NOT_BEGUN',
        kind: 'standing',
        until: from,
        sentence: `The schedule of the campaign begins at ${formatInstant(from)}.`,
      },
    ];
  }
  if (now < until) return [];
  return [
    {
      code: 'SCHEDULE_ENDED',
      kind: 'standing',
      at: until,
      sentence: `The schedule of the campaign ended at ${formatInstant(until)}.`,
    },
  ];
}

function stopFindings({ stops }: RequestFacts): Finding[] {
  if (stops === undefined) return [];
  const { since, isChannelAlone } = stops;
  const what = isChannelAlone ? 'Dispatch on this channel' : 'Dispatch';
  return [
    {
      code: 'DISPATCH_STOPPED',
      kind: 'standing',
      at: since,
      sentence: `${what} was stopped by hand at ${formatInstant(since)}; \`campanile dispatch start\` lets it go on.`,
    },
  ];
}

const CLOSED_SENTENCES: Readonly<Partial<Record<DispatchFacts['closedBecause'][number], string>>> = {
  noLease: 'This node does not hold the lease to dispatch (yet, or any more).',
  clockJumped: 'The wall clock has jumped; nothing begins until the time is certain again, which takes 2 seconds.',
  outcomesWaiting: 'Too many outcomes wait to be written; nothing begins until the store has caught up.',
  // `stopped` is the red button, which has its own finding.
  stopping: 'Campanile is stopping; what is left goes on after its next start.',
};

/** What no channel takes waits for no dispatcher: it has its own finding. */
function dispatcherFindings(facts: RequestFacts): Finding[] {
  const { campaign, dispatch, now } = facts;
  if (!isChannelConfigured(facts)) return [];
  if (campaign.state !== 'Running' || campaign.deletedAt !== undefined) return [];
  if (now >= dispatchPeriod(campaign.definition).until) return [];
  if (dispatch === undefined) {
    const sentence = 'The dispatcher has not taken up the campaign; it does as soon as it has read it.';
    return [{ code: 'NOT_DISPATCHED', kind: 'standing', sentence }];
  }
  return dispatch.closedBecause.flatMap((reason) => {
    const sentence = CLOSED_SENTENCES[reason];
    return sentence === undefined ? [] : [{ code: 'DISPATCH_CLOSED', kind: 'standing', sentence }];
  });
}
