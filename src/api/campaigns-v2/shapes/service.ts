/** The whole wire of connectcampaignsv2, API version 2024-04-23, and the types that its operations work with. */
import type { InputOf, OperationsOf, OutputOf, ServiceShape } from '../../protocol/operation.ts';
import { campaignOperations } from './campaign-operations.ts';
import { instanceOperations } from './instance-operations.ts';
import { requestOperations } from './request-operations.ts';
import { tagOperations } from './tag-operations.ts';
import { updateOperations } from './update-operations.ts';

export const campaignsV2 = {
  actionPrefix: 'connect-campaigns',
  operations: {
    ...campaignOperations,
    ...updateOperations,
    ...requestOperations,
    ...instanceOperations,
    ...tagOperations,
  },
} satisfies ServiceShape;

export type OperationName = keyof typeof campaignsV2.operations;

/** One function for each of the 37 operations. */
export type Operations = OperationsOf<typeof campaignsV2>;

/** What an operation is given, decoded and valid. */
export type Input<Name extends OperationName> = InputOf<(typeof campaignsV2.operations)[Name]>;

/** What an operation answers; never for one whose answer is empty. */
export type Output<Name extends OperationName> = OutputOf<(typeof campaignsV2.operations)[Name]>;
