/** Time, chance and ids come in as arguments: no file of src outside lib/ and main.ts may reach for the ambient ones. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import ts from 'typescript';

const FORBIDDEN_CALLS = new Set([
  'Date.now',
  'performance.now',
  'process.hrtime',
  'process.hrtime.bigint',
  'Math.random',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'randomUUID',
  'randomBytes',
  'crypto.randomUUID',
  'crypto.randomBytes',
  'hrtime',
  'hrtime.bigint',
]);

function violationsIn(fileName: string, text: string): string[] {
  const source = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const report = (node: ts.Node, what: string): void => {
    found.push(`${fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} uses ${what}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && FORBIDDEN_CALLS.has(node.expression.getText(source)))
      report(node, node.expression.getText(source));
    if (ts.isNewExpression(node) && node.expression.getText(source) === 'Date' && (node.arguments?.length ?? 0) === 0)
      report(node, 'new Date()');
    if (
      ts.isImportSpecifier(node) &&
      /^node:(crypto|timers|perf_hooks)/.test(importedFrom(node)) &&
      FORBIDDEN_CALLS.has(node.name.text)
    )
      report(node, `import of ${node.name.text}`);
    if (
      ts.isImportDeclaration(node) &&
      ts.isStringLiteral(node.moduleSpecifier) &&
      /^node:timers/.test(node.moduleSpecifier.text)
    )
      report(node, node.moduleSpecifier.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function importedFrom(node: ts.ImportSpecifier): string {
  const specifier = node.parent.parent.parent.moduleSpecifier;
  return specifier !== undefined && ts.isStringLiteral(specifier) ? specifier.text : '';
}

test('only lib and main may ask for the time, for chance or for new ids', () => {
  const files = globSync('src/**/*.ts').filter((file) => !file.startsWith('src/lib/') && file !== 'src/main.ts');
  assert.deepEqual(
    files.flatMap((file) => violationsIn(file, readFileSync(file, 'utf8'))),
    [],
  );
});

test('the check finds what it looks for', () => {
  assert.equal(
    violationsIn('bad.ts', 'const a = Date.now() + Math.random(); const b = new Date(); setTimeout(f, 1);').length,
    4,
  );
});
