/** Starts the service of the crash tests. */
import { CLONE, type RunningService, type ServiceOptions, startService } from '../support/running-service.ts';
import { type Alterations, writeAlterations } from './alterations.ts';

/** Starts an altered service; everything else is as startService has it. */
export function startAltered(alterations: Alterations, options: ServiceOptions): Promise<RunningService> {
  return startService({
    ...options,
    program: `${CLONE}/test/crash/altered-campanile`,
    environment: { ...options.environment, ...writeAlterations(alterations) },
  });
}
