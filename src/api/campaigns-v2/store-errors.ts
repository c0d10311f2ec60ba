/** What a caller is told when the store cannot do it: come again, or that it is our fault. */
import { ApiError } from '../protocol/errors.ts';
import type { Operation } from '../protocol/operation.ts';
import { answeringThrottledAs } from '../store-throttling.ts';
import { ThrottlingException } from './shapes/errors.ts';

/** 429: every operation may answer it (common errors), declared or not. */
export function tooManyWriters(): ApiError {
  return new ApiError(ThrottlingException, 'Too many changes at the same time');
}

/** The operation, answering 429 when the store is full. */
export function answeringThrottled<Input, Output>(operation: Operation<Input, Output>): Operation<Input, Output> {
  return answeringThrottledAs(ThrottlingException, operation);
}
