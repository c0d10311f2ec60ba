import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog, type LogFields, type LogOptions } from '../../../src/telemetry/log.ts';

function capture(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const log = createLog({ level: 'info', format: 'json', write: (line) => lines.push(line), ...options });
  return { log, lines };
}

test('a line is one JSON object with time, level, sentence and fields', () => {
  const { log, lines } = capture();
  log.info('ready', { url: 'http://127.0.0.1:1', count: 3 });
  const line = JSON.parse(lines[0] ?? '');
  assert.equal(line.level, 'info');
  assert.equal(line.event, 'ready');
  assert.equal(line.url, 'http://127.0.0.1:1');
  assert.equal(line.count, 3);
  assert.ok(!Number.isNaN(Date.parse(line.time)));
});

test('a field that is not on the list never reaches the log', () => {
  const { log, lines } = capture();
  const smuggled = { destinationPhoneNumber: '+15550001111', count: 1 } as LogFields;
  log.warn('accepted', smuggled);
  assert.ok(!lines.join('').includes('5550001111'));
  assert.equal(JSON.parse(lines[0] ?? '').count, 1);
});

test('numbers and addresses in the text of an error and of its causes are masked', () => {
  const { log, lines } = capture();
  const cause = new Error('no such mailbox <someone.private@example.com>');
  log.error('failed', { error: new Error('could not call +1 555-000-1111', { cause }) });
  const text = lines.join('');
  assert.ok(!text.includes('555-000-1111'), text);
  assert.ok(!text.includes('someone.private'), text);
  assert.match(text, /could not call \+\*\*\*/);
});

test('a level below the chosen one is not written', () => {
  const { log, lines } = capture({ level: 'warn' });
  log.info('quiet');
  log.warn('loud');
  assert.equal(lines.length, 1);
});

test('the readable form has the sentence, the fields and the stack', () => {
  const { log, lines } = capture({ format: 'readable' });
  log.error('store failed', { count: 2, error: new Error('disk') });
  assert.match(lines[0] ?? '', /error store failed count=2\n {2}Error: disk\n/);
});
