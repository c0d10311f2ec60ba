/** Decoding: what is of the wire's form, what is valid, and how each failure is told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { campaignsV2 } from '../../../../../src/api/campaigns-v2/shapes/service.ts';
import { ApiError } from '../../../../../src/api/protocol/errors.ts';
import { compileDecoder } from '../../../../../src/api/protocol/shapes/decode.ts';
import {
  boolean,
  double,
  enumeration,
  integer,
  list,
  long,
  map,
  optional,
  required,
  type Shape,
  string,
  structure,
  timestamp,
  union,
} from '../../../../../src/api/protocol/shapes/shape.ts';

/** What decoding answers: the value, or the error as `Name: message`. */
function outcome(shape: Shape, value: unknown): unknown {
  try {
    const decode: (from: unknown) => unknown = compileDecoder<Shape>(shape);
    return decode(value);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return `${error.name}: ${error.message}`;
  }
}

const one = (sentence: string): string => `ValidationException: 1 validation error detected: ${sentence}`;

const Person = structure('Person', {
  name: required(string('Name', { min: 1, max: 5 })),
  age: optional(integer('Age', { min: 18, max: 99 })),
  weight: optional(double('Weight', { min: 0.5 })),
  active: optional(boolean('Active')),
  born: optional(timestamp('Born')),
  colour: optional(enumeration('Colour', ['RED', 'GREEN'])),
  phone: optional(string('Phone', { max: 4, pattern: '[0-9]*', sensitive: true })),
  token: optional(string('Token', { pattern: '[a-z]+', private: true })),
  friends: optional(list('Friends', string('Friend', { max: 3 }), { min: 1, max: 2 })),
  colours: optional(list('Colours', enumeration('Colour', ['RED', 'GREEN']), { uniqueItems: true })),
  tags: optional(map('Tags', string('Key', { max: 3 }), string('Value', { max: 3 }))),
  secrets: optional(map('Secrets', string('Key', { max: 3 }), string('Value', { max: 3 }), { sensitive: true })),
  hours: optional(
    map('Hours', enumeration('Day', ['MON']), list('Ranges', structure('Range', { from: required(string('From')) }))),
  ),
  contact: optional(
    union('Contact', { mail: string('Mail'), post: structure('Post', { zip: required(string('Zip')) }) }),
  ),
});
const decodePerson = (members: object): unknown => outcome(Person, { name: 'Ada', ...members });

test('a valid value comes back as fresh objects, with instants, without unknown members and nulls', () => {
  assert.deepEqual(
    decodePerson({ age: 30, born: '1970-01-01T00:00:01Z', friends: ['Bo'], unknown: { x: 1 }, weight: null }),
    { name: 'Ada', age: 30, born: 1000, friends: ['Bo'] },
  );
});

test('each constraint has its sentence, with the value, the path and AWS’s phrase', () => {
  for (const [members, sentence] of [
    [
      { name: '' },
      "Value '' at 'name' failed to satisfy constraint: Member must have length between 1 and 5, inclusive",
    ],
    [{ age: 17 }, "Value '17' at 'age' failed to satisfy constraint: Member must be between 18 and 99, inclusive"],
    [
      { weight: 0.25 },
      "Value '0.25' at 'weight' failed to satisfy constraint: Member must be greater than or equal to 0.5",
    ],
    [
      { colour: 'BLUE' },
      "Value 'BLUE' at 'colour' failed to satisfy constraint: Member must satisfy enum value set: [RED, GREEN]",
    ],
    [
      { friends: [] },
      "Value at 'friends' failed to satisfy constraint: Member must have length between 1 and 2, inclusive",
    ],
    [
      { friends: ['Bo', 'Alex'] },
      "Value 'Alex' at 'friends.2.member' failed to satisfy constraint: Member must have length less than or equal to 3",
    ],
    [{ colours: ['RED', 'RED'] }, "Value at 'colours' failed to satisfy constraint: Member must have unique values"],
    [
      { hours: { MON: [{}] } },
      "Value null at 'hours.MON.1.member.from' failed to satisfy constraint: Member must not be null",
    ],
    [
      { hours: { TUE: [] } },
      "Value 'TUE' at 'hours' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy enum value set: [MON]]",
    ],
    [
      { contact: { post: {} } },
      "Value null at 'contact.post.zip' failed to satisfy constraint: Member must not be null",
    ],
  ] as const)
    assert.equal(decodePerson(members), one(sentence));
  assert.equal(outcome(Person, {}), one("Value null at 'name' failed to satisfy constraint: Member must not be null"));
  assert.equal(outcome(Person, { name: null }), outcome(Person, {}));
});

test('a minimum of 0 is none, and is not told', () => {
  const note = string('Note', { min: 0, max: 3 });
  assert.equal(outcome(note, ''), '');
  assert.match(String(outcome(note, 'long')), /: Member must have length less than or equal to 3$/);
});

test('all failures of a value are told in one message', () => {
  assert.equal(
    decodePerson({ age: 1, colour: 'BLUE' }),
    "ValidationException: 2 validation errors detected: Value '1' at 'age' failed to satisfy constraint: Member must be " +
      "between 18 and 99, inclusive; Value 'BLUE' at 'colour' failed to satisfy constraint: Member must satisfy enum " +
      'value set: [RED, GREEN]',
  );
});

test('what the model or we call personal is never echoed', () => {
  assert.equal(
    decodePerson({ phone: '12a' }),
    one("Value at 'phone' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9]*"),
  );
  assert.equal(
    decodePerson({ token: 'A' }),
    one("Value at 'token' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+"),
  );
  const secrets = String(decodePerson({ secrets: { 'canary-key': 'canary-value' } }));
  assert.match(secrets, /^ValidationException: 2 validation errors detected: Value at 'secrets' failed/);
  assert.doesNotMatch(secrets, /canary/);
});

test('a serialization error names the place but never the value or a free map key', () => {
  for (const [members, path] of [
    [{ phone: ['+15550100'] }, 'phone'],
    [{ secrets: { canary: 5 } }, 'secrets'],
    [{ born: 'canary' }, 'born'],
  ] as const) {
    const told = String(decodePerson(members));
    assert.match(told, new RegExp(`^SerializationException: .* at '${path}'$`));
    assert.doesNotMatch(told, /canary|5550100/);
  }
});

test('a long value is cut, by characters and not inside one', () => {
  const told = String(outcome(list('L', enumeration('E', ['A'])), ['😀'.repeat(80)]));
  assert.match(told, /^[^']*Value '(😀){49}\.\.\. \(truncated\)' at '1\.member'/u);
});

test('the same failure of many map entries is told once, and other failures only up to a bound', () => {
  const tags = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`.padEnd(4, 'x'), 'v']));
  assert.match(String(decodePerson({ hours: tags })), /^SerializationException/);
  const friends = list('Many', string('Friend', { max: 3 }));
  const told = String(
    outcome(
      friends,
      Array.from({ length: 10_000 }, () => 'too long'),
    ),
  );
  assert.match(told, /^ValidationException: 10000 validation errors detected: /);
  assert.match(told, /'50\.member'.*; and 9950 more$/);
  assert.ok(told.length < 10_000);
  assert.match(String(decodePerson({ secrets: tags })), /: 1 validation error detected: Value at 'secrets' failed/);
});

test('wrong forms are serialization errors: types, nulls in lists and maps, and anything but one union member', () => {
  for (const members of [
    { name: 5 },
    { name: ['Ada'] },
    { age: '30' },
    { age: 30.5 },
    { age: 3_000_000_000 },
    { weight: 'NaN' },
    { weight: Number.POSITIVE_INFINITY },
    { active: 'true' },
    { active: 1 },
    { born: 1000 },
    { born: 'Thu, 01 Jan 1970 00:00:01 GMT' },
    { friends: {} },
    { friends: 'Bo' },
    { friends: [null] },
    { tags: [] },
    { tags: { a: null } },
    { tags: 'a' },
    { contact: {} },
    { contact: { mail: null } },
    { contact: { mail: 'a', post: { zip: 'b' } } },
    { contact: { mail: 'a', fax: 'b' } },
    { contact: { fax: 'b' } },
    { contact: [] },
    { colour: 7 },
  ])
    assert.match(String(decodePerson(members)), /^SerializationException: /, JSON.stringify(members));
  for (const value of [null, undefined, [], 'x', 5, true])
    assert.match(String(outcome(Person, value)), /^SerializationException: /);
});

test('a union ignores __type and null members', () => {
  assert.deepEqual(decodePerson({ contact: { __type: 'Contact', post: null, mail: 'a' } }), {
    name: 'Ada',
    contact: { mail: 'a' },
  });
});

test('a wrong form anywhere wins over broken constraints, since nothing can be said of the rest', () => {
  assert.match(String(decodePerson({ age: 1, active: 'no' })), /^SerializationException: .* at 'active'/);
});

test('map keys that name properties of plain objects are keys as any other', () => {
  const free = map('Free', string('Key'), string('Value'));
  const decoded = compileDecoder(free)(JSON.parse('{"__proto__": "a", "constructor": "b", "toString": "c"}'));
  assert.deepEqual(Object.entries(decoded), [
    ['__proto__', 'a'],
    ['constructor', 'b'],
    ['toString', 'c'],
  ]);
  assert.equal(Object.getPrototypeOf(decoded), null);
  assert.equal(compileDecoder(free)({})['toString'], undefined);
});

test('a __proto__ member neither becomes the prototype nor stands in for members', () => {
  const smuggled = JSON.parse('{"__proto__": {"name": "Eve"}, "age": 30}');
  assert.match(String(outcome(Person, smuggled)), /Value null at 'name'/);
});

test('lengths count characters as Unicode does, and half a character is none', () => {
  const three = string('Three', { min: 3, max: 3 });
  assert.equal(outcome(three, '😀😀😀'), '😀😀😀');
  assert.match(String(outcome(three, '😀😀')), /^ValidationException/);
  assert.match(String(outcome(three, '😀a')), /^ValidationException/);
  assert.match(String(outcome(string('S'), '\ud800')), /^SerializationException/);
  assert.match(String(outcome(enumeration('E', ['A']), '\ud800')), /^SerializationException/);
});

test('a pattern must match the whole string, dots match line breaks, and a string too long is not matched at all', () => {
  const dotted = string('Dotted', { max: 10, pattern: 'a.b' });
  assert.equal(outcome(dotted, 'a\nb'), 'a\nb');
  assert.match(String(outcome(dotted, 'xa.b')), /regular expression pattern: a\.b$/);
  assert.match(String(outcome(dotted, 'a.b\n')), /regular expression/);
  assert.equal(
    outcome(dotted, 'x'.repeat(11)),
    one("Value 'xxxxxxxxxxx' at '' failed to satisfy constraint: Member must have length less than or equal to 10"),
  );
});

test('a list beyond its maximum is not read to its end', () => {
  const bounded = list('Bounded', string('S'), { max: 2 });
  assert.match(String(outcome(bounded, ['a', 'b', 5])), /^ValidationException: .*less than or equal to 2$/);
});

test('26 outbound requests are one validation error of the list, whatever else they are', () => {
  const { input } = campaignsV2.operations.PutOutboundRequestBatch;
  const request = {
    clientToken: 't',
    expirationTime: '2026-01-01T00:00:00Z',
    channelSubtypeParameters: { sms: { destinationPhoneNumber: '+15550100', templateParameters: {} } },
  };
  const told = (count: number): string =>
    String(outcome(input, { id: 'c', outboundRequests: Array.from({ length: count }, () => request) }));
  assert.equal(
    told(26),
    one(
      "Value at 'outboundRequests' failed to satisfy constraint: Member must have length between 1 and 25, inclusive",
    ),
  );
  assert.equal(told(0), told(26));
  assert.equal(told(25), '[object Object]');
});

test('a long takes every whole number that JSON says exactly, and no other', () => {
  const Version = long('Version', { min: 1 });
  assert.equal(outcome(Version, Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
  for (const wrong of [2 ** 53, 1.5, '1', Number.NaN])
    assert.match(String(outcome(Version, wrong)), /^SerializationException/);
  assert.match(String(outcome(Version, 0)), /Value '0' at '' .*greater than or equal to 1/);
});

test('a sensitive number is never echoed', () => {
  assert.doesNotMatch(String(outcome(double('Score', { min: 0, sensitive: true }), -4711)), /4711/);
});

test('a map can be bounded, and is told so without its keys', () => {
  const Bounded = map('Bounded', string('Key'), string('Value'), { min: 1, max: 2 });
  assert.deepEqual({ ...(outcome(Bounded, { a: '1', b: '2' }) as object) }, { a: '1', b: '2' });
  for (const wrong of [{}, { a: '1', b: '2', c: '3' }])
    assert.match(String(outcome(Bounded, wrong)), /: Value at '' .*have length between 1 and 2, inclusive$/);
});
