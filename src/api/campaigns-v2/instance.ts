/** Reading and changing a Connect instance of the caller's. */
import type { Campaign, Owner } from '../../domain/campaign.ts';
import { jobAt, newJob, serviceLinkedRoleArn } from '../../domain/onboarding.ts';
import type { InstanceRecord } from '../../store/instance-store.ts';
import { ownerOf } from '../owner.ts';
import type { ApiError } from '../protocol/errors.ts';
import type { OperationDeps } from './operation-deps.ts';
import { conflict, resourceNotFound } from './shapes/errors.ts';
import { tooManyWriters } from './store-errors.ts';

type Deps = Pick<OperationDeps, 'store' | 'clock' | 'limits'>;

/** An instance whose onboarding has succeeded. */
type OnboardedInstance = InstanceRecord & { readonly config: NonNullable<InstanceRecord['config']> };

/** As for campaigns: five lost races in a row are a storm. */
const WRITE_ATTEMPTS_MAX = 5;

/** The instance as it stands now; revision 0 when nothing is known of it. */
export async function readInstance(deps: Deps, owner: Owner, connectInstanceId: string): Promise<InstanceRecord> {
  const known = await deps.store.instances.find(ownerOf(owner), connectInstanceId);
  if (known === undefined) return { ...ownerOf(owner), connectInstanceId, revision: 0, integrations: [] };
  if (known.onboarding?.status !== 'IN_PROGRESS') return known;
  const onboarding = jobAt(known.onboarding, deps.clock.now(), deps.limits.onboardingMs);
  return onboarding.status === 'IN_PROGRESS' ? known : onboarded({ ...known, onboarding });
}

/** The instance, or the 404 when it is not onboarded. */
export async function onboardedInstance(
  deps: Deps,
  owner: Owner,
  connectInstanceId: string,
): Promise<OnboardedInstance> {
  const instance = await readInstance(deps, owner, connectInstanceId);
  requireOnboarded(instance);
  return instance;
}

/** Throws a Conflict when the campaign's instance was taken off the service and the campaign was retained. */
export async function requireInstanceOf(deps: Deps, { account, region, connectInstanceId }: Campaign): Promise<void> {
  const { config } = await readInstance(deps, { account, region }, connectInstanceId);
  if (config === undefined) throw conflict('The Connect instance of the campaign is not onboarded any more');
}

/**
 * Lets `next` make the instance's next version (or throw) and stores it; when somebody else has written meanwhile, reads
 * and decides again. A `next` that answers the instance as it was writes nothing.
 */
export async function changeInstance(
  deps: Deps,
  owner: Owner,
  connectInstanceId: string,
  next: (instance: InstanceRecord) => InstanceRecord,
): Promise<InstanceRecord> {
  for (let attempt = 0; attempt < WRITE_ATTEMPTS_MAX; attempt += 1) {
    const current = await readInstance(deps, owner, connectInstanceId);
    const wanted = next(current);
    if (wanted === current) return current;
    const instance = { ...wanted, revision: current.revision + 1 };
    const { kind } = await deps.store.instances.put(instance, current.revision);
    if (kind === 'updated') return instance;
  }
  throw tooManyWriters();
}

/** Onboards the instance at once and without a key of the customer's, unless it is onboarded. */
export async function onboardIfNeeded(deps: Deps, owner: Owner, connectInstanceId: string): Promise<void> {
  await changeInstance(deps, owner, connectInstanceId, (instance) => {
    if (instance.config !== undefined) return instance;
    const job = newJob({ enabled: false }, deps.clock.now());
    return onboarded({ ...instance, onboarding: { ...job, status: 'SUCCEEDED' } });
  });
}

/** Throws the 404 unless the instance is onboarded. */
export function requireOnboarded(instance: InstanceRecord): asserts instance is OnboardedInstance {
  if (instance.config === undefined) throw notOnboarded();
}

function notOnboarded(): ApiError {
  return resourceNotFound('The Connect instance is not onboarded for outbound campaigns');
}

/** The instance with what a successful job leaves behind. */
function onboarded(
  instance: InstanceRecord & { readonly onboarding: NonNullable<InstanceRecord['onboarding']> },
): InstanceRecord {
  const { account, connectInstanceId, onboarding } = instance;
  return {
    ...instance,
    config: {
      serviceLinkedRoleArn: serviceLinkedRoleArn(account, connectInstanceId),
      encryption: onboarding.encryption,
    },
  };
}
