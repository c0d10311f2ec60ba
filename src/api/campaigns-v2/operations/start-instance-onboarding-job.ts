/** StartInstanceOnboardingJob: asks for a Connect instance to be made ready for campaigns. */
import { encryptionFault, newJob, restart } from '../../../domain/onboarding.ts';
import { validationError } from '../../protocol/errors.ts';
import { changeInstance, readInstance } from '../instance.ts';
import { jobStatus } from '../onboarding-reply.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { conflict } from '../shapes/errors.ts';
import type { Operations } from '../shapes/service.ts';

/** Joins a job that is running and one that succeeded with the same encryption; a failed one is tried again. */
export function startInstanceOnboardingJob(deps: OperationDeps): Operations['StartInstanceOnboardingJob'] {
  return async (context, { connectInstanceId, encryptionConfig }) => {
    const fault = encryptionFault(encryptionConfig);
    if (fault !== undefined) throw validationError(fault);
    await changeInstance(deps, context, connectInstanceId, (instance) => {
      const decision = restart(instance.onboarding, encryptionConfig);
      if (decision === 'conflict') throw conflict('The Connect instance is onboarded with another encryption');
      return decision === 'join' ? instance : { ...instance, onboarding: newJob(encryptionConfig, deps.clock.now()) };
    });
    const instance = await readInstance(deps, context, connectInstanceId);
    return { connectInstanceOnboardingJobStatus: jobStatus(instance) };
  };
}
