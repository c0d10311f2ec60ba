/** DeleteInstanceOnboardingJob: forgets a job that has failed. */
import { changeInstance } from '../instance.ts';
import { jobStatus } from '../onboarding-reply.ts';
import type { OperationDeps } from '../operation-deps.ts';
import { invalidState } from '../shapes/errors.ts';
import type { Operations } from '../shapes/service.ts';

/** Only a failed one can be deleted (V1 API reference, DeleteInstanceOnboardingJob). */
export function deleteInstanceOnboardingJob(deps: OperationDeps): Operations['DeleteInstanceOnboardingJob'] {
  return async (context, { connectInstanceId }) => {
    await changeInstance(deps, context, connectInstanceId, (instance) => {
      const { status } = jobStatus(instance);
      if (status !== 'FAILED') throw invalidState(`An onboarding job in status ${status} cannot be deleted`);
      const { onboarding: _deleted, ...kept } = instance;
      return kept;
    });
  };
}
