/** What a failure must name beside its seed. */
import { execFileSync } from 'node:child_process';

/** The commit that is checked out, or `unknown` outside a clone. */
export function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}
