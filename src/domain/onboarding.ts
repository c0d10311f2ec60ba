/**
 * Onboarding of a Connect instance. AWS works on it for a few minutes; here nothing has to be done meanwhile, so a job is
 * only the instant of its start, and whoever looks after its time sees that it has succeeded.
 */
import { hash } from 'node:crypto';
import type { Instant } from '../lib/clock.ts';

/** Why a job fails at AWS (model shape InstanceOnboardingJobFailureCode). Here none does. */
export const ONBOARDING_FAILURE_CODES = [
  'EVENT_BRIDGE_ACCESS_DENIED',
  'EVENT_BRIDGE_MANAGED_RULE_LIMIT_EXCEEDED',
  'IAM_ACCESS_DENIED',
  'KMS_ACCESS_DENIED',
  'KMS_KEY_NOT_FOUND',
  'INTERNAL_FAILURE',
] as const;

/** How the data of an instance is encrypted, in the words of the wire. */
export interface Encryption {
  readonly enabled: boolean;
  readonly encryptionType?: 'KMS';
  readonly keyArn?: string;
}

export interface OnboardingJob {
  readonly status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  readonly failureCode?: string;
  readonly startedAt: Instant;
  readonly encryption: Encryption;
}

/** A new job, as it stands at the instant of its start. */
export function newJob(encryption: Encryption, now: Instant): OnboardingJob {
  return { status: 'IN_PROGRESS', startedAt: now, encryption };
}

/** The job as it stands at `now`, when onboarding takes `onboardingMs`. */
export function jobAt(job: OnboardingJob, now: Instant, onboardingMs: number): OnboardingJob {
  const isOver = job.status === 'IN_PROGRESS' && now >= job.startedAt + onboardingMs;
  return isOver ? { ...job, status: 'SUCCEEDED' } : job;
}

/** What a StartInstanceOnboardingJob finds: a job that it joins, one that is in its way, or room for a new one. */
export function restart(job: OnboardingJob | undefined, encryption: Encryption): 'begin' | 'join' | 'conflict' {
  if (job === undefined || job.status === 'FAILED') return 'begin';
  return job.status === 'IN_PROGRESS' || isSameEncryption(job.encryption, encryption) ? 'join' : 'conflict';
}

/** What is wrong with an encryption configuration, or undefined. Encryption with a key needs one; KMS is the only kind. */
export function encryptionFault(encryption: Encryption): string | undefined {
  return encryption.enabled && !encryption.keyArn ? 'Encryption needs a keyArn when it is enabled' : undefined;
}

/**
 * The role that AWS would make (admin guide, service-linked roles for outbound campaigns); its suffix follows from the
 * instance, so that no role has to be kept before there is one.
 */
export function serviceLinkedRoleArn(account: string, connectInstanceId: string): string {
  const suffix = hash('sha256', `${account}\n${connectInstanceId}`, 'hex').slice(0, 20);
  const role = `aws-service-role/connect-campaigns.amazonaws.com/AWSServiceRoleForConnectCampaigns_${suffix}`;
  return `arn:aws:iam::${account}:role/${role}`;
}

function isSameEncryption(one: Encryption, other: Encryption): boolean {
  return one.enabled === other.enabled && one.encryptionType === other.encryptionType && one.keyArn === other.keyArn;
}
