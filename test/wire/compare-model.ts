/** The one comparison of our wire with a botocore model, for the tests and for the check against the newest model. */
import type { ServiceShape } from '../../src/api/protocol/operation.ts';
import { fromBotocore, toBotocore, traitsOf } from './botocore-form.ts';
import { differences } from './differences.ts';

/** Every place in which our description and the model differ, in words. */
export function modelDifferences(service: ServiceShape, model: Record<string, unknown>): string[] {
  const theirs = fromBotocore(model);
  const ours = toBotocore(service, { uniqueItems: traitsOf(theirs).has('uniqueItems') });
  const { apiVersion, protocol, signingName } = model['metadata'] as Record<string, unknown>;
  return [
    ...differences(
      { apiVersion: '2024-04-23', protocol: 'rest-json', signingName: service.actionPrefix },
      { apiVersion, protocol, signingName },
      'metadata',
    ),
    ...differences(ours, theirs),
  ];
}
