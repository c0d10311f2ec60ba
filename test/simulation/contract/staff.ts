/** Simulated agents: they come and go, talk, do what is left to do and look at previews, all by the admin API. */
import type { CallSeen } from '../universe/callees.ts';
import type { Time } from '../universe/time.ts';
import type { Answer, Universe } from '../universe/universe.ts';
import type { Chance } from './chance.ts';
import type { LineSeven } from './line-seven.ts';

export interface Staff {
  /** Somebody comes, leaves, or comes back. */
  move(): Promise<void>;
  /** Logs in until there are enough, and takes everybody back. */
  fill(): Promise<void>;
  bridged(call: CallSeen, leg: string): void;
  ended(call: CallSeen): void;
  /** The agents of this queue look at recipients from now on. */
  lookAtPreviews(queue: string): void;
}

export interface StaffDeps {
  readonly universe: () => Universe;
  readonly line: LineSeven;
  readonly chance: Chance;
  readonly time: Time;
  readonly queues: readonly string[];
  readonly note: (what: string) => void;
}

interface Shown {
  readonly agentId: string;
  readonly state: string;
  readonly requestId?: string;
}

const TEAM = 5;
const LOOKS_EVERY_MS = 10_000;

/** A staff that is at home. */
export function createStaff({ universe, line, chance, time, queues, note }: StaffDeps): Staff {
  const { agents } = line;
  const { elapsed } = time;
  const talks = new Map<string, string>();
  let hired = 0;

  const queueOf = (agentId: string): string => agentId.slice(0, agentId.lastIndexOf('-'));

  async function act(agentId: string, action: string): Promise<Answer> {
    const answer = await universe().call('POST', `/admin/v1/queues/${queueOf(agentId)}/agents/${agentId}`, { action });
    note(`agent ${agentId} ${action} ${answer?.status ?? 'no answer'}`);
    return answer;
  }

  async function logIn(queue: string): Promise<void> {
    hired += 1;
    const agentId = `${queue}-${hired}`;
    // From here on the agent may be called for, also before there is an answer.
    agents.available(agentId);
    const answer = await universe().call('POST', `/admin/v1/queues/${queue}/agents`, { agentId, available: true });
    note(`agent ${agentId} logs in ${answer?.status ?? 'no answer'}`);
    noteCome(agentId, answer);
  }

  /** The process that was asked may have died, and the next one have answered. */
  function noteCome(agentId: string, answer: Answer): void {
    if (answer?.status === 200 && agents.where(agentId) === 'offline') agents.available(agentId);
  }

  async function comeBack(agentId: string): Promise<void> {
    agents.available(agentId);
    const answer = await act(agentId, 'available');
    if (answer !== undefined && answer.status !== 200) agents.left(agentId);
    noteCome(agentId, answer);
  }

  async function leave(agentId: string): Promise<void> {
    const answer = await act(agentId, chance.happens(50) ? 'offline' : 'logOut');
    if (answer?.status === 200) agents.left(agentId);
  }

  async function finishWork(agentId: string): Promise<void> {
    if (agents.where(agentId) !== 'afterContactWork') return;
    const isLeaving = agents.isLeaving(agentId);
    if (!isLeaving) agents.available(agentId);
    const answer = await act(agentId, 'afterContactWorkDone');
    if (answer?.status === 200 && isLeaving) agents.left(agentId);
  }

  async function look(queue: string): Promise<void> {
    const answer = await universe().call('GET', `/admin/v1/queues/${queue}/agents`);
    const shown = answer?.status === 200 ? (answer.body as { agents: readonly Shown[] }).agents : [];
    for (const { agentId, state, requestId } of shown) {
      if (state !== 'previewing' || requestId === undefined) continue;
      const action = chance.one(['acceptPreview', 'acceptPreview', 'callPreview', 'discardPreview']);
      if (action !== 'discardPreview') line.accepted(requestId);
      await act(agentId, action);
    }
  }

  return {
    async move() {
      const queue = chance.one(queues);
      const here = agents
        .in('available')
        .concat(agents.in('talking'))
        .filter((agentId) => queueOf(agentId) === queue);
      const away = agents.in('offline').filter((agentId) => queueOf(agentId) === queue);
      if (here.length < TEAM && chance.happens(60)) await logIn(queue);
      else if (away.length > 0 && chance.happens(50)) await comeBack(chance.one(away));
      else if (here.length > 0) await leave(chance.one(here));
    },
    async fill() {
      for (const agentId of agents.in('offline')) await comeBack(agentId);
      for (const queue of queues) for (let count = 0; count < TEAM; count += 1) await logIn(queue);
    },
    bridged({ reference }, leg) {
      const agentId = leg.replace(/^agent:/, '');
      talks.set(reference, agentId);
      elapsed.at(elapsed.now() + 1_000 + chance.pick(14_000), async () => {
        if (talks.has(reference) && agents.where(agentId) === 'talking') await act(agentId, 'hangUp');
      });
    },
    ended({ reference }) {
      const agentId = talks.get(reference);
      talks.delete(reference);
      if (agentId === undefined) return;
      elapsed.at(elapsed.now() + 100 + chance.pick(4_000), () => finishWork(agentId));
    },
    lookAtPreviews(queue) {
      elapsed.at(elapsed.now() + LOOKS_EVERY_MS, async () => {
        await look(queue);
        this.lookAtPreviews(queue);
      });
    },
  };
}
