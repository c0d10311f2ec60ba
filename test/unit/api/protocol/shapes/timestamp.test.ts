/** Timestamps of the wire, against the platform's own reading of dates. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatTimestamp, parseTimestamp } from '../../../../../src/api/protocol/shapes/timestamp.ts';

test('timestamps of both SDKs are read, cut to milliseconds', () => {
  assert.equal(parseTimestamp('2026-01-01T22:04:05.678901Z'), Date.UTC(2026, 0, 1, 22, 4, 5, 678));
  assert.equal(parseTimestamp('1970-01-01T00:00:00Z'), 0);
  assert.equal(parseTimestamp('1970-01-01T00:00:00.5Z'), 500);
  assert.equal(parseTimestamp('1970-01-01T00:00:00.05Z'), 50);
  assert.equal(parseTimestamp('1970-01-01T00:00:00.123456789Z'), 123);
  assert.equal(parseTimestamp('2024-02-29T12:00:00+05:30'), Date.UTC(2024, 1, 29, 6, 30));
  assert.equal(parseTimestamp('2024-02-29T12:00:00.25-08:00'), Date.UTC(2024, 1, 29, 20, 0, 0, 250));
});

test('what names no instant is refused', () => {
  for (const text of [
    '',
    '0',
    '1767305045',
    'Thu, 01 Jan 2026 22:04:05 GMT',
    '2026-01-01',
    '2026-01-01T22:04Z',
    '2026-01-01 22:04:05Z',
    '2026-01-01T22:04:05',
    '2026-01-01T22:04:05.Z',
    '2026-01-01T22:04:05.1234567890Z',
    '2026-01-01t22:04:05z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T22:60:00Z',
    '2026-01-01T22:04:60Z',
    '2026-00-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+0100',
    '+2026-01-01T00:00:00Z',
    '9999-12-31T23:59:59-00:01',
    '0000-01-01T00:00:00+00:01',
    ' 2026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z\n',
    '٢٠٢٦-01-01T00:00:00Z',
  ])
    assert.equal(parseTimestamp(text), undefined, text);
});

test('every instant of the years 0000 to 9999 survives being written and read', () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), (instant) => {
      const text = formatTimestamp(instant);
      assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
      assert.equal(parseTimestamp(text), instant);
      assert.equal(Date.parse(text), instant);
    }),
  );
});

test('an offset shifts the instant as the platform has it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: -23 * 60, max: 23 * 60 }), (instant, offset) => {
      const pad = (value: number): string => String(value).padStart(2, '0');
      const zone = `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
      const text = new Date(instant).toISOString().replace('Z', zone);
      assert.equal(parseTimestamp(text), instant - offset * 60_000);
    }),
  );
});
