/** The one comparison of our wire with a botocore model, for the tests and for the check against the newest model. */
import type { ServiceShape } from '../../src/api/protocol/operation.ts';
import { fromBotocore, onlyOperations, toBotocore, traitsOf, type WireForm } from './botocore-form.ts';
import { differences } from './differences.ts';

/** Every place in which our description and the model differ, in words. */
export function modelDifferences(service: ServiceShape, model: Record<string, unknown>): string[] {
  return differencesFrom(service, model, '2024-04-23', fromBotocore(model));
}

/** The same, of a service of whose operations we serve a part: what we do not serve is not compared. */
export function subsetDifferences(service: ServiceShape, model: Record<string, unknown>, apiVersion: string): string[] {
  const served = new Set(Object.keys(service.operations));
  return differencesFrom(service, model, apiVersion, onlyOperations(fromBotocore(model), served));
}

function differencesFrom(
  service: ServiceShape,
  model: Record<string, unknown>,
  ourVersion: string,
  theirs: WireForm,
): string[] {
  const ours = toBotocore(service, { uniqueItems: traitsOf(theirs).has('uniqueItems') });
  const { apiVersion, protocol, signingName } = model['metadata'] as Record<string, unknown>;
  return [
    ...differences(
      { apiVersion: ourVersion, protocol: 'rest-json', signingName: service.actionPrefix },
      { apiVersion, protocol, signingName },
      'metadata',
    ),
    ...differences(ours, theirs),
  ];
}
