/** The crash test finds what it looks for: broken services are caught, each by its own figure. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Death } from './deaths.ts';
import { type OrdealOptions, runOrdeal } from './ordeal.ts';

/** A broken service is caught at its first start after a death, unless callers had heard nothing just then. */
const ROUNDS = 5;

type Figure = 'lost' | 'secondIds' | 'secondAttempts';

/** Runs the ordeal until the figure is no longer 0. */
async function caughtBy(
  figure: Figure,
  options: Pick<OrdealOptions, 'death' | 'alterations' | 'whileDead'>,
): Promise<void> {
  const verdict = await runOrdeal({ ...options, rounds: ROUNDS, seed: 1, until: (findings) => findings[figure] > 0 });
  assert.ok(verdict[figure] > 0, `${figure} is ${verdict[figure]} of ${verdict.acknowledged} acknowledged`);
}

const afterALoad = (): Death => ({ kind: 'signal', afterMs: 800 });

test('a service that acknowledges before the commit is caught: requests are lost', () =>
  caughtBy('lost', {
    death: (round) => ({ kind: 'commit', name: 'before-commit', nth: 20 + 5 * round }),
    alterations: { acknowledgesEarly: true },
  }));

test('a service that claims after it has submitted is caught: second attempts', () =>
  caughtBy('secondAttempts', { death: afterALoad, alterations: { claimsLate: true } }));

test('a service that forgets the key of its ids is caught: second ids', () =>
  caughtBy('secondIds', { death: afterALoad, whileDead: (data) => rmSync(join(data, 'id.key')) }));
