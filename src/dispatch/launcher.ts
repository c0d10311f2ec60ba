/**
 * From a due request to its one attempt: claim it durably, hand it over, and note what the carrier answered. Whatever goes
 * wrong after the claim is `unknown` unless the channel proves that nothing left (contract line 3).
 */
import type { SubmitResult } from '../channels/channel.ts';
import { ABORTED, notSentBecauseOf } from '../channels/not-sent.ts';
import type { Campaign, CampaignId } from '../domain/campaign.ts';
import type { ChannelSubtype } from '../domain/channel-subtype.ts';
import type { LimitRules } from '../domain/limits/limit-rules.ts';
import type { Clock, Instant } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { ClaimResult, PeekedRequest, RequestKey, RequestStore } from '../store/request-store.ts';
import type { Attempt } from './attempt.ts';
import { backoffMs, retryAt } from './backoff.ts';
import type { Completer } from './completer.ts';
import type { Lane } from './lane.ts';
import type { Lease } from './lease.ts';
import type { LiveCalls } from './live-calls.ts';
import type { CallFollower } from './with-agents/dialler.ts';

/** A request that may be attempted now. */
export interface ReadyRequest {
  readonly request: PeekedRequest;
  readonly attempt: Attempt;
  /** The normalised number or address, for the suppression list and the limits. */
  readonly recipient: string;
  /** The last instant at which it may be handed over. */
  readonly notAfter: Instant;
  /** Of a call for agents. */
  readonly follower?: CallFollower;
}

export interface Launch {
  readonly campaign: Campaign;
  readonly lane: Lane;
  /** Reserved at the lane's carrier. */
  readonly ready: readonly ReadyRequest[];
  /** Aborted by Pause and Stop. */
  readonly signal: AbortSignal;
}

/** shortfall: some were not Buffered any more. */
export type LaunchResult = 'claimed' | 'shortfall' | Refusal;

type Refusal = Exclude<ClaimResult['kind'], 'claimed'>;

export interface Launcher {
  /** Claims and hands over; resolves when claimed. Rejects with the store's error, and then nothing was handed over. */
  launch(launch: Launch): Promise<LaunchResult>;
  /** Attempts that are being claimed, or are claimed and not answered. */
  open(): number;
}

type NotSent = Extract<SubmitResult, { kind: 'notSent' }>;

export interface LauncherDeps {
  readonly requests: Pick<RequestStore, 'claim'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly lease: Lease;
  readonly completer: Completer;
  readonly liveCalls: LiveCalls;
  /** The communication limits that hold for a campaign now. */
  readonly limitsOf: (campaign: Campaign) => Promise<LimitRules>;
  /** Whether the red button is pressed. */
  readonly isStopped: (channelSubtype: ChannelSubtype) => boolean;
  /** A carrier has to tell the outcome by then. */
  readonly onOutcomeExpected: (by: Instant) => void;
  /** A request is Buffered again and due at the instant given. */
  readonly onWithdrawn: (campaignId: CampaignId, dueAt: Instant) => void;
}

/** A launcher without attempts. */
export function createLauncher(deps: LauncherDeps): Launcher {
  const { requests, clock, random, lease, completer, liveCalls } = deps;
  let open = 0;

  async function launch({ campaign, lane, ready, signal }: Launch): Promise<LaunchResult> {
    open += ready.length;
    const claimed = await claim(campaign, lane, ready);
    if (typeof claimed === 'string') return claimed;
    for (const each of ready) {
      if (claimed.keys.has(each.request.key)) void handOver(lane, each, signal);
      else giveUp(lane, [each]);
    }
    return claimed.keys.size + claimed.suppressed < ready.length ? 'shortfall' : 'claimed';
  }

  async function claim(
    campaign: Campaign,
    lane: Lane,
    ready: readonly ReadyRequest[],
  ): Promise<{ readonly keys: ReadonlySet<RequestKey>; readonly suppressed: number } | Refusal> {
    const keys = ready.map(({ request }) => request.key);
    try {
      const guard = { recipients: ready.map(({ recipient }) => recipient), limits: await deps.limitsOf(campaign) };
      const now = clock.now();
      const place = { campaignId: campaign.id, lease: lease.name, epoch: lease.epoch() };
      const result = await requests.claim({ ...place, keys, now, guard });
      if (result.kind === 'claimed') {
        return { keys: new Set(result.keys), suppressed: result.suppressed?.length ?? 0 };
      }
      giveUp(lane, ready);
      return result.kind;
    } catch (error) {
      giveUp(lane, ready);
      throw error;
    }
  }

  /** Claims that will not be handed over give their places back. */
  function giveUp(lane: Lane, ready: readonly ReadyRequest[]): void {
    open -= ready.length;
    for (const { attempt, follower } of ready) {
      lane.carrier.unreserve(attempt);
      follower?.placed(undefined);
      lane.attemptOver();
    }
  }

  async function handOver(
    lane: Lane,
    { request, attempt, notAfter, follower }: ReadyRequest,
    signal: AbortSignal,
  ): Promise<void> {
    const answer = await follower?.review?.(signal);
    if (answer !== undefined) lane.carrier.unreserve(attempt);
    const latest = Math.min(notAfter, lease.deadline());
    const result = answer ?? (await submit(lane, attempt, latest, signal));
    open -= 1;
    settle(lane, request, result, follower);
    follower?.placed(result);
  }

  async function submit(lane: Lane, attempt: Attempt, notAfter: Instant, signal: AbortSignal): Promise<SubmitResult> {
    if (!signal.aborted && !deps.isStopped(lane.channelSubtype)) return lane.carrier.submit(attempt, notAfter, signal);
    lane.carrier.unreserve(attempt);
    return { kind: 'notSent', reason: ABORTED };
  }

  function settle(lane: Lane, request: PeekedRequest, result: SubmitResult, follower: CallFollower | undefined): void {
    const { key } = request;
    const { channelSubtype } = lane;
    const at = clock.now();
    switch (result.kind) {
      case 'submitted':
        completer.submitted({ key, at, channelSubtype, reference: result.reference, outcomeBy: result.outcomeBy });
        deps.onOutcomeExpected(result.outcomeBy);
        if (channelSubtype !== 'TELEPHONY') break;
        liveCalls.begin(result.reference, result.outcomeBy, () => {
          follower?.over();
          lane.attemptOver();
        });
        return;
      case 'ended':
        completer.finished({
          ...{ key, at, channelSubtype, disposition: result.disposition },
          ...(result.reference !== undefined && { reference: result.reference }),
        });
        break;
      case 'unknown':
        completer.finished({
          ...{ key, at, channelSubtype },
          disposition: { state: 'Unknown', reason: 'NO_CARRIER_ANSWER' },
        });
        break;
      case 'notSent':
        withdraw(request, result);
        break;
    }
    lane.attemptOver();
  }

  function withdraw(request: PeekedRequest, { reason, retryAfterMs }: NotSent): void {
    const { key, campaignId, withdrawals } = request;
    const at = clock.now();
    const isOurs = notSentBecauseOf(reason) === 'us';
    // What we stopped ourselves waits for nothing but the campaign.
    const dueAt =
      reason === ABORTED ? at : retryAt(at, backoffMs(withdrawals, random), retryAfterMs, request.expiresAt);
    completer.withdrawn({ key, reason, dueAt, at, ...(isOurs && { isOurs }) }, () =>
      deps.onWithdrawn(campaignId, dueAt),
    );
  }

  return { launch, open: () => open };
}
