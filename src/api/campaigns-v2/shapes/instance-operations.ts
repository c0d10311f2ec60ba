/** The operations on a Connect instance: onboarding, configuration, limits, integrations. */
import { operation } from '../../protocol/operation.ts';
import { label, structure } from '../../protocol/shapes/shape.ts';
import {
  AccessDeniedException,
  ConflictException,
  InternalServerException,
  InvalidStateException,
  ResourceNotFoundException,
  ThrottlingException,
  ValidationException,
} from './errors.ts';
import {
  DeleteConnectInstanceConfigRequest,
  DeleteConnectInstanceIntegrationRequest,
  GetConnectInstanceConfigResponse,
  GetInstanceCommunicationLimitsResponse,
  GetInstanceOnboardingJobStatusResponse,
  ListConnectInstanceIntegrationsRequest,
  ListConnectInstanceIntegrationsResponse,
  PutConnectInstanceIntegrationRequest,
  PutInstanceCommunicationLimitsRequest,
  StartInstanceOnboardingJobRequest,
  StartInstanceOnboardingJobResponse,
} from './instance.ts';
import { InstanceId } from './scalars.ts';

const anyErrors = [InternalServerException, ResourceNotFoundException, ValidationException, AccessDeniedException];

/** Nothing but the instance that the path names. */
const instanceOnly = (name: string) => structure(name, { connectInstanceId: label(InstanceId) });

export const instanceOperations = {
  StartInstanceOnboardingJob: operation('PUT', '/v2/connect-instance/{connectInstanceId}/onboarding', {
    input: StartInstanceOnboardingJobRequest,
    output: StartInstanceOnboardingJobResponse,
    errors: [...anyErrors, ConflictException, ThrottlingException],
    idempotent: true,
  }),
  GetInstanceOnboardingJobStatus: operation('GET', '/v2/connect-instance/{connectInstanceId}/onboarding', {
    input: instanceOnly('GetInstanceOnboardingJobStatusRequest'),
    output: GetInstanceOnboardingJobStatusResponse,
    errors: anyErrors,
    readonly: true,
  }),
  DeleteInstanceOnboardingJob: operation('DELETE', '/v2/connect-instance/{connectInstanceId}/onboarding', {
    input: instanceOnly('DeleteInstanceOnboardingJobRequest'),
    errors: [...anyErrors, InvalidStateException],
    idempotent: true,
  }),
  GetConnectInstanceConfig: operation('GET', '/v2/connect-instance/{connectInstanceId}/config', {
    input: instanceOnly('GetConnectInstanceConfigRequest'),
    output: GetConnectInstanceConfigResponse,
    errors: anyErrors,
    readonly: true,
  }),
  DeleteConnectInstanceConfig: operation('DELETE', '/v2/connect-instance/{connectInstanceId}/config', {
    input: DeleteConnectInstanceConfigRequest,
    errors: [...anyErrors, InvalidStateException, ThrottlingException],
    idempotent: true,
  }),
  PutInstanceCommunicationLimits: operation('PUT', '/v2/connect-instance/{connectInstanceId}/communication-limits', {
    input: PutInstanceCommunicationLimitsRequest,
    errors: [...anyErrors, ConflictException],
    idempotent: true,
  }),
  GetInstanceCommunicationLimits: operation('GET', '/v2/connect-instance/{connectInstanceId}/communication-limits', {
    input: instanceOnly('GetInstanceCommunicationLimitsRequest'),
    output: GetInstanceCommunicationLimitsResponse,
    errors: anyErrors,
    readonly: true,
  }),
  PutConnectInstanceIntegration: operation('PUT', '/v2/connect-instance/{connectInstanceId}/integrations', {
    input: PutConnectInstanceIntegrationRequest,
    errors: [...anyErrors, ConflictException, ThrottlingException],
    idempotent: true,
  }),
  ListConnectInstanceIntegrations: operation('GET', '/v2/connect-instance/{connectInstanceId}/integrations', {
    input: ListConnectInstanceIntegrationsRequest,
    output: ListConnectInstanceIntegrationsResponse,
    errors: [...anyErrors, ThrottlingException],
    readonly: true,
  }),
  DeleteConnectInstanceIntegration: operation('POST', '/v2/connect-instance/{connectInstanceId}/integrations/delete', {
    input: DeleteConnectInstanceIntegrationRequest,
    errors: [...anyErrors, ThrottlingException],
  }),
};
