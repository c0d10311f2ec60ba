/** Opaque continuation tokens: a cursor, and a proof that we gave it out for this very listing. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { assert } from '../../lib/assert.ts';
import { type ApiError, validationError } from './errors.ts';

/** NextToken of the campaigns' model. */
const MAX_TOKEN_CHARACTERS = 1000;

/** 128 bits: a token cannot be guessed, and stays short. */
const PROOF_BYTES = 16;

export interface Pagination {
  /** The token that continues the listing `scope` after `cursor`. */
  tokenFor(scope: readonly string[], cursor: string): string;
  /** The cursor in a token of the same listing; throws a ValidationException for any other text. */
  cursorOf(scope: readonly string[], token: string): string;
}

/**
 * Tokens proved with `key` (secret, the same on every node). A scope is the operation, the owner and every filter, so that
 * a token cannot continue another listing; page size may change on the way. Of which length a token can be is the model's to
 * say.
 */
export function createPagination(key: Uint8Array, maxTokenCharacters = MAX_TOKEN_CHARACTERS): Pagination {
  const proofOf = (scope: readonly string[], cursor: Uint8Array): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify(scope))
      .update('\0')
      .update(cursor)
      .digest()
      .subarray(0, PROOF_BYTES);

  return {
    tokenFor(scope, cursor) {
      const bytes = Buffer.from(cursor, 'utf8');
      const token = Buffer.concat([proofOf(scope, bytes), bytes]).toString('base64url');
      assert(token.length <= maxTokenCharacters, 'a cursor is too long for a token');
      return token;
    },
    cursorOf(scope, token) {
      const bytes = Buffer.from(token, 'base64url');
      const [proof, cursor] = [bytes.subarray(0, PROOF_BYTES), bytes.subarray(PROOF_BYTES)];
      // Decoding is lenient, so the text itself is compared too: one cursor has one token.
      if (bytes.toString('base64url') !== token || proof.length < PROOF_BYTES) throw invalidToken();
      if (!timingSafeEqual(proof, proofOf(scope, cursor))) throw invalidToken();
      return cursor.toString('utf8');
    },
  };
}

const invalidToken = (): ApiError => validationError('The nextToken is invalid for this operation and its filters');
