/**
 * The campaign's state machine as a table. States are AWS's (model shape CampaignState); which states an action may leave
 * from is partly undocumented: docs/compatibility.md says what is ours.
 */
export const CAMPAIGN_STATES = ['Initialized', 'Running', 'Paused', 'Stopped', 'Failed', 'Completed'] as const;

export type CampaignState = (typeof CAMPAIGN_STATES)[number];

/** What moves a campaign: four operations of the API and two endings that the engine decides. */
export type CampaignAction = 'start' | 'pause' | 'resume' | 'stop' | 'complete' | 'fail';

export const CAMPAIGN_TRANSITIONS: Readonly<Record<CampaignAction, Partial<Record<CampaignState, CampaignState>>>> = {
  start: { Initialized: 'Running' },
  pause: { Running: 'Paused' },
  resume: { Paused: 'Running' },
  stop: { Running: 'Stopped', Paused: 'Stopped' },
  complete: { Running: 'Completed', Paused: 'Completed' },
  fail: { Running: 'Failed', Paused: 'Failed' },
};

/** States in which a campaign may be deleted (API reference, DeleteCampaign). */
export const DELETABLE_STATES: readonly CampaignState[] = ['Initialized', 'Stopped', 'Failed', 'Completed'];

/** The state after `action`, or undefined when the action is not allowed in `state`. */
export function campaignStateAfter(state: CampaignState, action: CampaignAction): CampaignState | undefined {
  return CAMPAIGN_TRANSITIONS[action][state];
}
