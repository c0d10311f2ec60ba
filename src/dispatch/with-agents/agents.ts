/** The agents as the dispatcher needs them; src/agents keeps them. */
import type { AgentContact, AgentPreview } from '../../domain/agent-contact.ts';
import type { AgentState } from '../../domain/agent-states.ts';

export interface AgentChange {
  readonly agentId: string;
  readonly queueId: string;
  readonly from: AgentState;
  readonly to: AgentState;
  /** Will leave when this contact is over. */
  readonly isLeaving: boolean;
}

/** Queues are named as campaigns name them, by id or ARN. */
export interface Agents {
  /** Available agents of a queue, the one who has been free longest first. */
  free(queueId: string): readonly string[];
  /** Agents of a queue who are not offline. */
  loggedIn(queueId: string): readonly {
    readonly agentId: string;
    readonly state: AgentState;
    readonly leaving?: unknown;
  }[];
  legOf(agentId: string): string | undefined;
  callerNumber(queueId: string): string | undefined;
  /** The age of the newest news about agents. */
  feedAgeSeconds(): number;
  /** Takes an available or previewing agent; false when the agent is neither. */
  connect(agentId: string, contact: AgentContact): boolean;
  contactEnded(agentId: string): void;
  /** Takes an available agent. */
  offerPreview(agentId: string, preview: AgentPreview): boolean;
  previewEnded(agentId: string): void;
  onChange(listener: (change: AgentChange) => void): void;
}

/** A house without agents: campaigns that need them wait. */
export const NO_AGENTS: Agents = {
  free: () => [],
  loggedIn: () => [],
  legOf: () => undefined,
  callerNumber: () => undefined,
  feedAgeSeconds: () => 0,
  connect: () => false,
  contactEnded: () => undefined,
  offerPreview: () => false,
  previewEnded: () => undefined,
  onChange: () => undefined,
};
