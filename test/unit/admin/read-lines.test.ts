import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLineReader } from '../../../src/admin/profiles/read-lines.ts';

const read = (text: string) => createLineReader()(Buffer.from(text));
const id = (digit: string): string => digit.repeat(32);

test('a line is a profile, with one number or address or a list of them', () => {
  const line = JSON.stringify({
    profileId: id('a'),
    phone: '+1-555-000-1101',
    email: ['Anna@Example.com', 'b@example.com'],
    address: { country: 'US', postalCode: '98101' },
    attributes: { name: 'Anna' },
  });
  const { profiles, failures } = read(line);
  assert.deepEqual(failures, []);
  assert.deepEqual(JSON.parse(JSON.stringify(profiles)), [
    {
      profileId: id('a'),
      phones: ['+15550001101'],
      emails: ['anna@example.com', 'b@example.com'],
      addresses: [{ country: 'US', postalCode: '98101' }],
      attributes: { name: 'Anna' },
    },
  ]);
});

test('wrong lines are told with their numbers, and the others are read', () => {
  const { profiles, failures } = read(
    [
      JSON.stringify({ profileId: id('1') }),
      '{"profileId": ',
      '',
      JSON.stringify({ profileId: 'short' }),
      JSON.stringify({ profileId: id('2'), phone: '+0123456' }),
      '[1]',
      JSON.stringify({ profileId: id('3'), attributes: { a: 1 } }),
      JSON.stringify({ profileId: id('4') }),
    ].join('\r\n'),
  );
  assert.deepEqual(
    profiles.map(({ profileId }) => profileId),
    [id('1'), id('4')],
  );
  assert.deepEqual(
    failures.map(({ line }) => line),
    [2, 4, 5, 6, 7],
  );
});

test('what is wrong is named without quoting it', () => {
  const { failures } = read(JSON.stringify({ profileId: 'secret-person', phone: '+0777777777', email: 'nobody' }));
  assert.equal(failures.length, 1);
  assert.doesNotMatch(failures[0]?.message ?? '', /secret-person|0777|nobody/);
});

test('the last line may end without a line feed, and an empty body has no lines', () => {
  assert.equal(
    read(`${JSON.stringify({ profileId: id('a') })}\n${JSON.stringify({ profileId: id('b') })}`).profiles.length,
    2,
  );
  assert.deepEqual(read(''), { profiles: [], failures: [] });
});
