/** `campanile agents`: who is logged in to a queue, and what each is told to do. */
import type { AdminClient } from '../admin-client.ts';
import type { AgentAction } from '../agent-actions.ts';
import { type Style, table } from '../style.ts';

interface ShownAgent {
  readonly agentId: string;
  readonly state: string;
  readonly since: string;
  readonly leaving?: string;
  readonly requestId?: string;
}

export interface PoolFlags {
  readonly size: number;
  /** What is undefined, the service chooses. */
  readonly talkSeconds: number | undefined;
  readonly wrapSeconds: number | undefined;
  readonly seed: number | undefined;
}

const pathOf = (queueId: string): string => `/admin/v1/queues/${encodeURIComponent(queueId)}/agents`;

/** The table of a queue's agents, or the agents as JSON. */
export async function listAgents(client: AdminClient, queueId: string, style: Style, asJson: boolean): Promise<string> {
  // Our own admin API, described by its OpenAPI document.
  const { agents } = (await client.get(pathOf(queueId))) as { agents: readonly ShownAgent[] };
  if (asJson) return `${JSON.stringify(agents)}\n`;
  if (agents.length === 0)
    return 'Nobody is logged in: `campanile agents login QUEUE AGENT`, or `agents pool QUEUE`.\n';
  const columns = ['AGENT', 'STATE', 'SINCE', 'THEN', 'REQUEST'].map((title) => ({ title }));
  const rows = agents.map(({ agentId, state, since, leaving = '', requestId = '' }) => [
    agentId,
    state === 'available' ? style('green', state) : state,
    since,
    leaving,
    style('dim', requestId),
  ]);
  return table(columns, rows);
}

/** Logs an agent in; available at once when told so. */
export async function logInAgent(
  client: AdminClient,
  queueId: string,
  agentId: string,
  available: boolean,
  asJson: boolean,
): Promise<string> {
  const agent = (await client.post(pathOf(queueId), { agentId, available })) as ShownAgent;
  return asJson ? `${JSON.stringify(agent)}\n` : `${agent.agentId} is logged in, ${agent.state}.\n`;
}

/** Tells an agent what to do. */
export async function changeAgent(
  client: AdminClient,
  queueId: string,
  agentId: string,
  action: AgentAction,
): Promise<void> {
  await client.post(`${pathOf(queueId)}/${encodeURIComponent(agentId)}`, { action });
}

/** Logs in simulated agents of the loopback world. */
export async function enlistAgents(
  client: AdminClient,
  queueId: string,
  { size, talkSeconds, wrapSeconds, seed }: PoolFlags,
  asJson: boolean,
): Promise<string> {
  const body = {
    queueId,
    size,
    ...(talkSeconds !== undefined && { talk: { meanSeconds: talkSeconds } }),
    ...(wrapSeconds !== undefined && { wrap: { meanSeconds: wrapSeconds } }),
    seed,
  };
  const { agentIds } = (await client.post('/admin/v1/loopback/agents', body)) as { agentIds: readonly string[] };
  return asJson ? `${JSON.stringify(agentIds)}\n` : `${agentIds.length} simulated agents are logged in.\n`;
}
