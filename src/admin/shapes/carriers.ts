/** Real carriers: how each stands, and what it has answered since the start of the process. */
import { operation } from '../../api/protocol/operation.ts';
import { enumeration, list, optional, required, string, structure } from '../../api/protocol/shapes/shape.ts';
import { anyErrors } from './errors.ts';
import { Count } from './scalars.ts';

const CarrierStatus = structure('CarrierStatus', {
  /** Of its table in the configuration. */
  name: required(string('CarrierName', { min: 1, max: 32 })),
  kind: required(enumeration('CarrierKind', ['smtp'])),
  state: required(enumeration('CarrierState', ['taking', 'resting'])),
  /** For a connection. */
  waiting: required(Count),
  underWay: required(Count),
  connections: optional(Count),
  succeeded: required(Count),
  failed: required(Count),
  notSent: required(Count),
  unknown: required(Count),
});

export const carrierOperations = {
  ListCarriers: operation('GET', '/admin/v1/carriers', {
    input: structure('ListCarriersRequest', {}),
    output: structure('ListCarriersResponse', { carriers: required(list('Carriers', CarrierStatus)) }),
    errors: anyErrors,
    readonly: true,
  }),
};
