/** What every API does when the store has too much to do: the caller is told to come again, in the words of its model. */
import { StoreError } from '../store/store.ts';
import { ApiError, type ExceptionShape } from './protocol/errors.ts';
import type { Operation } from './protocol/operation.ts';

/** True when the store took nothing because it is full or has too much to do. */
export function isThrottled(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'throttled';
}

/** The operation, answering `exception` when the store is full; any other failure of the store stays a bug or an I/O error. */
export function answeringThrottledAs<Input, Output>(
  exception: ExceptionShape,
  operation: Operation<Input, Output>,
): Operation<Input, Output> {
  return async (context, input) => {
    try {
      return await operation(context, input);
    } catch (error) {
      throw isThrottled(error) ? new ApiError(exception, 'Rate exceeded') : error;
    }
  };
}
