/** GetInstanceOnboardingJobStatus. */
import { readInstance } from '../instance.ts';
import { jobStatus } from '../onboarding-reply.ts';
import type { OperationDeps } from '../operation-deps.ts';
import type { Operations } from '../shapes/service.ts';

/** As it stands now; an instance that was onboarded without asking shows a job that has succeeded. */
export function getInstanceOnboardingJobStatus(deps: OperationDeps): Operations['GetInstanceOnboardingJobStatus'] {
  return async (context, { connectInstanceId }) => ({
    connectInstanceOnboardingJobStatus: jobStatus(await readInstance(deps, context, connectInstanceId)),
  });
}
