/** Sinks: where they stand and what they gave up, durable. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEAD_LETTERS_MAX } from '../../src/store/sink-store.ts';
import { NOW } from './fixtures.ts';
import type { Fixture } from './store.contract.ts';

const letter = (sequence: number, reason = 'HTTP_400') => ({ sequence, at: NOW + sequence, reason });

export function describeSinks(fixture: Fixture): void {
  test('a new sink begins where it is told to, and goes on from where it stood afterwards', async () => {
    const { sinks } = fixture.store;
    assert.deepEqual(await sinks.open('file', 7), { sink: 'file', cursor: 7, deadLetters: 0 });
    await sinks.advance({ sink: 'file', cursor: 9, givenUp: [] });
    assert.deepEqual(await sinks.open('file', 100), { sink: 'file', cursor: 9, deadLetters: 0 });
  });

  test('a cursor never goes back', async () => {
    const { sinks } = fixture.store;
    await sinks.open('file', 0);
    await sinks.advance({ sink: 'file', cursor: 9, givenUp: [] });
    await sinks.advance({ sink: 'file', cursor: 3, givenUp: [] });
    assert.deepEqual(await sinks.open('file', 0), { sink: 'file', cursor: 9, deadLetters: 0 });
  });

  test('dead letters are kept with the cursor that passed them, oldest first, until they are settled', async () => {
    const { sinks } = fixture.store;
    await sinks.open('a', 0);
    await sinks.open('b', 0);
    await sinks.advance({ sink: 'a', cursor: 5, givenUp: [letter(4), letter(5, 'HTTP_413')] });
    await sinks.advance({ sink: 'b', cursor: 5, givenUp: [letter(1)] });
    assert.deepEqual(await sinks.open('a', 0), { sink: 'a', cursor: 5, deadLetters: 2 });
    assert.deepEqual(await sinks.open('b', 0), { sink: 'b', cursor: 5, deadLetters: 1 });
    const letters = await sinks.deadLetters('a', 10);
    assert.deepEqual(
      letters.map(({ key: _key, ...rest }) => rest),
      [letter(4), letter(5, 'HTTP_413')],
    );
    assert.equal((await sinks.deadLetters('a', 1)).length, 1);
    await sinks.settle([letters[0]!.key]);
    assert.deepEqual(
      (await sinks.deadLetters('a', 10)).map(({ sequence }) => sequence),
      [5],
    );
    assert.equal((await sinks.deadLetters('b', 10)).length, 1, 'another sink keeps its own');
  });

  test('a sink keeps the youngest of more dead letters than it has room for', async () => {
    const { sinks } = fixture.store;
    await sinks.open('a', 0);
    const many = Array.from({ length: DEAD_LETTERS_MAX + 3 }, (_, index) => letter(index + 1));
    await sinks.advance({ sink: 'a', cursor: many.length, givenUp: many });
    assert.equal((await sinks.open('a', 0)).deadLetters, DEAD_LETTERS_MAX);
    assert.equal((await sinks.deadLetters('a', 1))[0]?.sequence, 4);
  });
}

/** Where something is durable. */
export function describeReopenedSinks(fixture: Fixture): void {
  test('cursors and dead letters are there after a reopening', async () => {
    await fixture.store.sinks.open('a', 0);
    await fixture.store.sinks.advance({ sink: 'a', cursor: 12, givenUp: [letter(11)] });
    const { sinks } = await fixture.reopen();
    assert.deepEqual(await sinks.open('a', 0), { sink: 'a', cursor: 12, deadLetters: 1 });
    assert.equal((await sinks.deadLetters('a', 10))[0]?.sequence, 11);
  });
}
