/** What the system calls an error. */

/** Its code, such as ENOENT; `unexpected error` where it has none. It says nothing about what was read or written. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unexpected error';
}
