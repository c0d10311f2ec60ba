/**
 * One reading of a value: where in it we are, and what was found wrong so far. A wrong type ends the reading at once; broken
 * constraints are collected, since the caller is told all of them in one ValidationException, in the sentences that live
 * AWS services use (dotted path, lists counted from 1 with `.member`).
 */
import { serializationError, validationError } from '../errors.ts';

/** Failures told in full; the rest of a hostile body is only counted. */
const MAX_FAILURES_TOLD = 50;

/** Of a value that is echoed, so that a message stays readable; as Smithy's servers cut it. */
const MAX_VALUE_CHARACTERS = 49;

/** Decodes a value that is neither null nor undefined; its result counts only when the reading found no failure. */
export type Decoder = (value: unknown, reading: Reading) => unknown;

/** How a decoder reports: whether values may be echoed, and what becomes of a phrase on the way. */
export interface Report {
  readonly echo: boolean;
  readonly phrase: (phrase: string) => string;
}

interface Failure {
  readonly path: string;
  readonly sentence: string;
}

export class Reading {
  readonly #path: (string | number)[] = [];
  readonly #failures: Failure[] = [];
  #failureCount = 0;

  /** Goes to a member (by name) or to a list item (by index from 0); `leave` goes back. */
  enter(step: string | number): void {
    this.#path.push(step);
  }

  leave(): void {
    this.#path.pop();
  }

  /**
   * Notes a broken constraint of the value at this place. `shown` is the value where it may be echoed, undefined where it
   * is personal or no scalar.
   */
  fail(shown: string | number | undefined, constraint: string): void {
    this.#note(shown === undefined ? 'Value' : `Value '${cut(String(shown))}'`, constraint);
  }

  /** Notes that a required member of the structure at this place is absent. */
  missing(name: string): void {
    this.enter(name);
    this.#note('Value null', 'Member must not be null');
    this.leave();
  }

  /** The error of a value at this place that is not of the wire's form; to be thrown. */
  malformed(expectation: string): Error {
    const path = this.#pathText();
    return serializationError(path === '' ? `Expected ${expectation}` : `Expected ${expectation} at '${path}'`);
  }

  /** Throws the ValidationException that names every failure, when there is one. */
  end(): void {
    if (this.#failureCount === 0) return;
    const count = this.#failureCount;
    const untold = count - this.#failures.length;
    const sentences = this.#failures.map((failure) => failure.sentence);
    if (untold > 0) sentences.push(`and ${untold} more`);
    throw validationError(`${count} validation error${count === 1 ? '' : 's'} detected: ${sentences.join('; ')}`);
  }

  #note(subject: string, constraint: string): void {
    const path = this.#pathText();
    const sentence = `${subject} at '${path}' failed to satisfy constraint: ${constraint}`;
    // The entries of a map share its path: the same fault of a hundred keys is told once.
    if (this.#failures.some((failure) => failure.path === path && failure.sentence === sentence)) return;
    this.#failureCount += 1;
    if (this.#failures.length < MAX_FAILURES_TOLD) this.#failures.push({ path, sentence });
  }

  #pathText(): string {
    return this.#path.map((step) => (typeof step === 'number' ? `${step + 1}.member` : step)).join('.');
  }
}

/** At most MAX_VALUE_CHARACTERS code points of a value, so that no surrogate pair is split. */
function cut(value: string): string {
  if (value.length <= MAX_VALUE_CHARACTERS) return value;
  const kept = Array.from(value.slice(0, 2 * MAX_VALUE_CHARACTERS)).slice(0, MAX_VALUE_CHARACTERS);
  return `${kept.join('')}... (truncated)`;
}
