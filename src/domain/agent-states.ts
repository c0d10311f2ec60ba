/** What an agent may be doing, as a table. A logged-in agent begins offline and takes contacts only when available. */
export const AGENT_STATES = ['offline', 'available', 'previewing', 'onContact', 'afterContactWork'] as const;

export type AgentState = (typeof AGENT_STATES)[number];

/** Where an agent may go from each state. A call that nobody answers leads from the preview back to available. */
export const AGENT_TRANSITIONS: Readonly<Record<AgentState, readonly AgentState[]>> = {
  offline: ['available'],
  available: ['offline', 'previewing', 'onContact'],
  previewing: ['available', 'offline', 'onContact'],
  onContact: ['afterContactWork'],
  afterContactWork: ['available', 'offline'],
};

/** Whether the table leads from one state to the other. */
export function mayChange(from: AgentState, to: AgentState): boolean {
  return AGENT_TRANSITIONS[from].includes(to);
}
