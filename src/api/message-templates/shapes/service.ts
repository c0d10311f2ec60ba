/** The part of Amazon Q in Connect (qconnect, API version 2020-10-19) that is served: its message templates. */
import type { InputOf, OperationsOf, OutputOf, ServiceShape } from '../../protocol/operation.ts';
import { ThrottlingException } from './errors.ts';
import { listingOperations } from './listing-operations.ts';
import { tagOperations } from './tag-operations.ts';
import { templateOperations } from './template-operations.ts';
import { versionOperations } from './version-operations.ts';

export const messageTemplates = {
  actionPrefix: 'wisdom',
  throttling: ThrottlingException,
  operations: { ...templateOperations, ...versionOperations, ...listingOperations, ...tagOperations },
} satisfies ServiceShape;

export type OperationName = keyof typeof messageTemplates.operations;

/** One function for each operation. */
export type Operations = OperationsOf<typeof messageTemplates>;

/** What an operation is given, decoded and valid. */
export type Input<Name extends OperationName> = InputOf<(typeof messageTemplates.operations)[Name]>;

/** What an operation answers. */
export type Output<Name extends OperationName> = OutputOf<(typeof messageTemplates.operations)[Name]>;
