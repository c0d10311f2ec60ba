/** Integrations of an instance, between the unions of the wire and the records of the store. */
import type { InstanceIntegration } from '../../store/instance-store.ts';
import type { Input, Output } from './shapes/service.ts';

type Config = Input<'PutConnectInstanceIntegration'>['integrationConfig'];
type Identifier = Input<'DeleteConnectInstanceIntegration'>['integrationIdentifier'];
type Summary = NonNullable<Output<'ListConnectInstanceIntegrations'>['integrationSummaryList']>[number];

/** What is stored of an integration. */
export function readIntegration(config: Config): InstanceIntegration {
  if (config.customerProfiles !== undefined) {
    const { domainArn, objectTypeNames } = config.customerProfiles;
    return { kind: 'customerProfiles', arn: domainArn, objectTypeNames };
  }
  return config.qConnect === undefined
    ? { kind: 'lambda', arn: config.lambda.functionArn }
    : { kind: 'qConnect', arn: config.qConnect.knowledgeBaseArn };
}

/** The key of the integration that an identifier names. */
export function identifiedKey({ customerProfiles, qConnect, lambda }: Identifier): string {
  if (customerProfiles !== undefined)
    return integrationKey({ kind: 'customerProfiles', arn: customerProfiles.domainArn });
  return qConnect === undefined
    ? integrationKey({ kind: 'lambda', arn: lambda.functionArn })
    : integrationKey({ kind: 'qConnect', arn: qConnect.knowledgeBaseArn });
}

/** Kind and ARN make an integration; also the order in which they are listed. */
export function integrationKey({ kind, arn }: Pick<InstanceIntegration, 'kind' | 'arn'>): string {
  return `${kind} ${arn}`;
}

/** The integration as the wire lists it. */
export function integrationSummary(integration: InstanceIntegration): Summary {
  switch (integration.kind) {
    case 'customerProfiles':
      return { customerProfiles: { domainArn: integration.arn, objectTypeNames: integration.objectTypeNames } };
    case 'qConnect':
      return { qConnect: { knowledgeBaseArn: integration.arn } };
    case 'lambda':
      return { lambda: { functionArn: integration.arn } };
  }
}
