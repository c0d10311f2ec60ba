/** For what must hold if our own code is right; a failure is a bug of ours and never an answer to bad input. */

/** Throws unless `condition` holds. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`Bug in Campanile: ${message}`);
}

/** The value, or a throw when it is missing. */
export function defined<T>(value: T | undefined | null, name: string): T {
  if (value === undefined || value === null) throw new Error(`Bug in Campanile: ${name} is missing`);
  return value;
}

/** Makes a switch over a union exhaustive: the compiler refuses a forgotten case. */
export function unreachable(value: never): never {
  throw new Error(`Bug in Campanile: ${String(value)} was not expected`);
}
