/** The commands of `campanile agents` that tell one agent what to do. */

/** `action` is the word of the admin API. */
export const AGENT_COMMANDS = [
  { name: 'available', action: 'available', meaning: 'Take contacts from now on.' },
  { name: 'offline', action: 'offline', meaning: 'Take no more contacts; stay logged in.' },
  { name: 'acw-done', action: 'afterContactWorkDone', meaning: 'The work after the contact is done.' },
  { name: 'hang-up', action: 'hangUp', meaning: 'End the contact.' },
  { name: 'accept', action: 'acceptPreview', meaning: 'Accept the preview: the countdown to the call begins.' },
  { name: 'call', action: 'callPreview', meaning: 'Call the recipient of the preview at once.' },
  { name: 'discard', action: 'discardPreview', meaning: 'Drop the recipient of the preview for good.' },
  { name: 'logout', action: 'logOut', meaning: 'Log out, when the contact is over.' },
] as const;

export type AgentAction = (typeof AGENT_COMMANDS)[number]['action'];
