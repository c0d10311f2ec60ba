/** The onboarding job of an instance as the wire shows it. */
import { ONBOARDING_FAILURE_CODES } from '../../domain/onboarding.ts';
import type { InstanceRecord } from '../../store/instance-store.ts';
import { resourceNotFound } from './shapes/errors.ts';
import type { Output } from './shapes/service.ts';

type JobStatus = NonNullable<Output<'GetInstanceOnboardingJobStatus'>['connectInstanceOnboardingJobStatus']>;

/** Status and failure code, or the 404 of an instance that has no job. */
export function jobStatus({ connectInstanceId, onboarding }: InstanceRecord): JobStatus {
  if (onboarding === undefined) throw resourceNotFound('The Connect instance has no onboarding job');
  const { status, failureCode } = onboarding;
  return { connectInstanceId, status, failureCode: ONBOARDING_FAILURE_CODES.find((code) => code === failureCode) };
}
