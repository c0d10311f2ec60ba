/** What an operation is: its description (method, path, shapes, errors) and the function that does it. */
import type { ExceptionShape } from './errors.ts';
import type { Infer, Reply } from './shapes/infer.ts';
import type { StructureShape } from './shapes/shape.ts';

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

export interface OperationShape<
  Input extends StructureShape = StructureShape,
  Output extends StructureShape | undefined = StructureShape | undefined,
> {
  readonly method: Method;
  /** With labels in braces: `/v2/campaigns/{id}/state`. A label is one percent-encoded segment, see mux.ts. */
  readonly uri: string;
  /** Other paths of the same form at which the operation is served too. */
  readonly alsoAt: readonly string[];
  /** HTTP status of a success. */
  readonly status: number;
  readonly input: Input;
  /** Undefined for an operation that answers with an empty body, as one with status 204 does whatever its output. */
  readonly output: Output;
  /** The exceptions that it declares; typed SDKs know only these. */
  readonly errors: readonly ExceptionShape[];
  readonly idempotent: boolean;
  readonly readonly: boolean;
}

export interface ServiceShape<
  Operations extends Readonly<Record<string, OperationShape>> = Readonly<Record<string, OperationShape>>,
> {
  /** Before the colon of an action's name in policies, such as `connect-campaigns`. */
  readonly actionPrefix: string;
  readonly operations: Operations;
  /** What too many calls are answered with, where it is not the protocol's 429. */
  readonly throttling?: ExceptionShape;
}

/** Who asks, and under which name the answer is traced. */
export interface OperationContext {
  /** ARN of the caller. */
  readonly principalArn: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Also in the x-amzn-RequestId header. */
  readonly requestId: string;
}

/** Does the work of one operation; it answers an error by throwing an ApiError. */
export type Operation<Input, Output> = (context: OperationContext, input: Input) => Output | Promise<Output>;

/** An operation for every description of a service: a missing one does not compile. */
export type OperationsOf<Service extends ServiceShape> = {
  readonly [Name in keyof Service['operations']]: OperationOf<Service['operations'][Name]>;
};

/** The function that an operation's description asks for. */
export type OperationOf<Of extends OperationShape> = Of['output'] extends StructureShape
  ? Operation<InputOf<Of>, Reply<Of['output']>>
  : Operation<InputOf<Of>, void>;

export type InputOf<Of extends OperationShape> = Infer<Of['input']>;

/** What an operation with an output answers. */
export type OutputOf<Of extends OperationShape> = Of['output'] extends StructureShape ? Reply<Of['output']> : never;

interface Traits<Input extends StructureShape, Output extends StructureShape | undefined> {
  readonly input: Input;
  readonly output?: Output;
  readonly status?: number;
  readonly errors: readonly ExceptionShape[];
  readonly idempotent?: boolean;
  readonly readonly?: boolean;
  readonly alsoAt?: readonly string[];
}

/** Describes an operation; it answers 200 unless its traits say otherwise. */
export function operation<Input extends StructureShape, Output extends StructureShape | undefined = undefined>(
  method: Method,
  uri: string,
  traits: Traits<Input, Output>,
): OperationShape<Input, Output> {
  return {
    method,
    uri,
    alsoAt: traits.alsoAt ?? [],
    status: traits.status ?? 200,
    input: traits.input,
    // Absent means undefined, and then Output was inferred as undefined.
    output: traits.output as Output,
    errors: traits.errors,
    idempotent: traits.idempotent ?? false,
    readonly: traits.readonly ?? false,
  };
}
