/** Two weeks on the virtual clock as a visitor plays them: the calendar is the one that the README prints, and it is right. */
import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { before, describe, test } from 'node:test';
import { readmeOutput } from '../support/readme.ts';
import { runProgram } from '../support/run-program.ts';
import { CLONE } from '../support/running-service.ts';

const PEOPLE = ['Anna', 'Lena', 'Jonas', 'Maya', 'Sam'] as const;

let printed = '';
/** The cells of a day, such as `Wed 25 Mar`, by person. */
const cells = new Map<string, Record<(typeof PEOPLE)[number], string>>();

before(async () => {
  const { exitCode, stdout, stderr } = await runProgram('npm', ['run', '--silent', 'demo:fourteen-days'], {
    cwd: CLONE,
    environment: { PATH: [dirname(process.execPath), process.env['PATH']].join(':') },
  });
  assert.equal(exitCode, 0, stdout + stderr);
  printed = stdout;
  for (const [, day = '', rest = ''] of stdout.matchAll(/^(\w{3} \d\d \w{3}) {2}(.*)$/gm)) {
    const [anna = '', lena = '', jonas = '', maya = '', sam = ''] = rest.split(/ {2,}/);
    cells.set(day, { Anna: anna, Lena: lena, Jonas: jonas, Maya: maya, Sam: sam });
  }
});

const row = (day: string) => cells.get(day)!;

describe('`npm run demo:fourteen-days`', () => {
  test('prints what the README shows', () => {
    assert.match(printed, /^Who was contacted when, in local time\. 14 days in \d+\.\d s\.\n\n/);
    assert.equal(printed.slice(printed.indexOf('\n\n') + 2), readmeOutput('fourteen-days'));
  });

  test('contacts everybody at the opening on their own clocks, before and after the change of the clocks', () => {
    assert.equal(cells.size, 14);
    for (const day of ['Wed 25 Mar', 'Thu 26 Mar', 'Fri 27 Mar', 'Mon 30 Mar', 'Thu 02 Apr', 'Tue 07 Apr']) {
      for (const [person, opening] of [
        ['Anna', '09:00'],
        ['Jonas', '10:30'],
        ['Maya', '09:00'],
        ['Sam', '10:30'],
      ] as const) {
        assert.equal(row(day)[person].slice(0, 5), opening, `${person} on ${day}`);
      }
    }
  });

  test('contacts nobody at the weekend and in the restricted period', () => {
    for (const day of ['Sat 28 Mar', 'Sun 29 Mar', 'Fri 03 Apr', 'Sat 04 Apr', 'Sun 05 Apr', 'Mon 06 Apr']) {
      for (const person of PEOPLE) assert.equal(row(day)[person], '·', `${person} on ${day}`);
    }
  });

  test('contacts nobody more than once in 24 hours or four times in seven of them, and a shorter week still counts whole', () => {
    for (const [day, { Anna, Jonas, Maya, Sam }] of cells) {
      for (const cell of [Anna, Jonas, Maya, Sam])
        assert.ok((cell.match(/\d\d:\d\d/g) ?? []).length <= 1, `${cell} on ${day}`);
    }
    const { Lena: _, ...limited } = row('Tue 31 Mar');
    assert.deepEqual(new Set(Object.values(limited)), new Set(['over limit']));
    assert.deepEqual([row('Wed 01 Apr').Anna, row('Wed 01 Apr').Maya], ['over limit', '09:00']);
  });

  test('does not contact whoever has asked for it, from then on', () => {
    const asked = [...cells.keys()].indexOf('Mon 30 Mar');
    const lena = [...cells.values()].map(({ Lena }) => Lena);
    assert.deepEqual(lena.slice(0, 3), ['09:00', '09:00', '09:00']);
    for (const cell of lena.slice(asked)) assert.doesNotMatch(cell, /\d\d:\d\d/);
  });
});
