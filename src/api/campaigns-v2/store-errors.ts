/** What a caller is told when the store cannot do it: come again, or that it is our fault. */
import { StoreError } from '../../store/store.ts';
import { ApiError } from '../protocol/errors.ts';
import type { Operation } from '../protocol/operation.ts';
import { ThrottlingException } from './shapes/errors.ts';

/** True when the store took nothing because it is full or has too much to do. */
export function isThrottled(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'throttled';
}

/** 429: every operation may answer it (common errors), declared or not. */
export function tooManyWriters(): ApiError {
  return new ApiError(ThrottlingException, 'Too many changes at the same time');
}

/** The operation, answering 429 when the store is full; any other failure of the store stays a bug or an I/O error. */
export function answeringThrottled<Input, Output>(operation: Operation<Input, Output>): Operation<Input, Output> {
  return async (context, input) => {
    try {
      return await operation(context, input);
    } catch (error) {
      throw isThrottled(error) ? new ApiError(ThrottlingException, 'Rate exceeded') : error;
    }
  };
}
