import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Characters, type CompiledText, compileText } from '../../../src/templates/compile-text.ts';
import { asText } from '../../../src/templates/write-value.ts';

const compile = (text: Characters): CompiledText => compileText(text, () => asText);
const names = (text: string): string[] => compile(text).fields.map(({ placeholder }) => placeholder.name);

/** What a text is put together from again. */
function joined({ literals, fields }: CompiledText): string {
  return literals.map((literal, at) => literal + (fields[at]?.source ?? '')).join('');
}

/** Texts in which braces are likely. */
const braces = fc.string({ unit: fc.constantFrom('{', '{', '}', '}', 'a', ' ', '.', '\n', 'é', '💡') });

test('a placeholder has a name between two braces, and blanks beside it do not count', () => {
  assert.deepEqual(names('Hi {{name}}, {{ Attributes.Customer.City }}!'), ['name', 'Attributes.Customer.City']);
  assert.deepEqual(compile('a{{b}}c').literals, ['a', 'c']);
  assert.deepEqual(compile('{{b}}').literals, ['', '']);
  assert.deepEqual(compile('').literals, ['']);
});

test('what is opened and never closed, closed and never opened, or without a name is text', () => {
  for (const text of ['{{name', '{{name}', 'name}}', '{name}', '{{}}', '{{  }}', '{ {name} }', '}}{{', '{{{', '}}}}']) {
    assert.deepEqual(compile(text).literals, [text]);
  }
});

test('of openings within each other the innermost counts', () => {
  assert.deepEqual(compile('{{{name}}}').literals, ['{', '}']);
  assert.deepEqual(names('{{a {{b}} c}}'), ['b']);
  assert.deepEqual(compile('{"a":{"b":"{{name}}"}}').literals, ['{"a":{"b":"', '"}}']);
});

test('nothing of a text is lost', () => {
  fc.assert(fc.property(fc.oneof(braces, fc.string({ unit: 'binary' })), (text) => joined(compile(text)) === text));
});

test('no character is read more than three times, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        braces,
        fc.constantFrom('{', '{{', '}}', '{{a', '}}{{', '{{a}}').map((part) => part.repeat(500)),
      ),
      (text) => {
        let steps = 0;
        const counted: Characters = {
          length: text.length,
          charCodeAt(at) {
            steps += 1;
            return text.charCodeAt(at);
          },
          slice(start = 0, end = text.length) {
            steps += end - start;
            return text.slice(start, end);
          },
        };
        compile(counted);
        // Once by the search, once into a literal or a source, and once into a name.
        assert.ok(steps <= 3 * text.length, `${steps} steps for ${text.length} characters`);
      },
    ),
  );
});
