import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { renderTemplate } from '../../../src/templates/render-template.ts';

/** The document with `x` in its placeholders; undefined when one of them stays. */
function html(template: string, x: string): string | undefined {
  const { content, attributesNotInterpolated } = renderTemplate(
    { email: { body: { html: { content: template } } } },
    { customAttributes: { x } },
  );
  return attributesNotInterpolated.length > 0 ? undefined : content.email?.body?.html?.content;
}

const HOSTILE = `&<>"'`;
const ESCAPED = '&amp;&lt;&gt;&quot;&#39;';

describe('a value in HTML', () => {
  test('means itself between tags, in quoted attributes and in comments', () => {
    assert.equal(html('<p>{{x}}</p>', HOSTILE), `<p>${ESCAPED}</p>`);
    assert.equal(html('<p title="{{x}}">', HOSTILE), `<p title="${ESCAPED}">`);
    assert.equal(html("<p title = '{{x}}'>", HOSTILE), `<p title = '${ESCAPED}'>`);
    assert.equal(html('<!--{{x}}> -->', '--'), '<!--&#45;&#45;> -->');
    assert.equal(html('<!-- {{x}} --><p>{{x}}</p>', '-->'), '<!-- &#45;&#45;&gt; --><p>--&gt;</p>');
  });

  test('cannot leave an attribute that has no quotes', () => {
    assert.equal(html('<p title={{x}}>', 'a onclick=b'), '<p title=a&#32;onclick&#61;b>');
    assert.equal(html('<p {{x}}>', 'a b'), '<p a&#32;b>');
    assert.equal(html('<p {{x}}="b">', 'a/b'), '<p a&#47;b="b">');
  });

  test('counts as missing in the name of a tag', () => {
    for (const template of ['<{{x}}>', '</{{x}}>', '<s{{x}}>', '<{{x}}s>']) {
      for (const value of ['cript', 'b', '', '!--']) assert.equal(html(template, value), undefined);
    }
    assert.equal(html('a < {{x}}', 'b'), 'a < b');
  });

  test('is percent-encoded where it is part of a link', () => {
    assert.equal(
      html('<a href="https://e.com/?q={{x}}&amp;y">', 'a b&c=d"'),
      '<a href="https://e.com/?q=a%20b%26c%3Dd%22&amp;y">',
    );
    assert.equal(html('<img src=https://e.com/{{x}}.png>', '../a>'), '<img src=https://e.com/..%2Fa%3E.png>');
    assert.equal(html('<a href="https://e.com{{x}}">', '@evil.com'), '<a href="https://e.com%40evil.com">');
    assert.equal(
      html('<a HREF="https://e.com/{{x}}">', "é'(💡)"),
      '<a HREF="https://e.com/%C3%A9%27%28%F0%9F%92%A1%29">',
    );
  });

  test('keeps the signs of an address where a link is one', () => {
    assert.equal(html('<a href="mailto:{{x}}?subject=a">', 'ann+b@e.com'), '<a href="mailto:ann+b@e.com?subject=a">');
    assert.equal(html('<a href="tel:{{x}}">', '+4930&1'), '<a href="tel:+4930%261">');
  });

  test('may be a whole link of a known kind, and counts as missing when it is of another', () => {
    assert.equal(html('<a href="{{x}}">', 'https://e.com/a b?c=%20&d'), '<a href="https://e.com/a%20b?c=%20&amp;d">');
    assert.equal(html('<a href= {{x}}>', ' HTTP://e.com/" x="'), '<a href= HTTP://e.com/%22%20x=%22>');
    assert.equal(html('<a href="{{x}}">', 'mailto:a@e.com'), '<a href="mailto:a@e.com">');
    assert.equal(html('<a href="{{x}}">', 'tel:+49'), '<a href="tel:+49">');
    for (const link of [
      'javascript:alert(1)',
      ' jAvAsCrIpT:x',
      'data:text/html,x',
      '//e.com',
      '/a',
      'e.com',
      '',
      'https:e',
    ]) {
      assert.equal(html('<a href="{{x}}">', link), undefined, link);
      assert.equal(html('<img alt="" src =\n{{x}}>', link), undefined, link);
    }
    assert.equal(html('<a href="java{{x}}">', 'script:alert(1)'), '<a href="javascript%3Aalert%281%29">');
  });

  test('counts as missing in scripts, styles and handlers unless it is a word or a number', () => {
    const places = [
      '<script>f("{{x}}")</script>',
      '<style>a{color:{{x}}}</style>',
      '<p style="color:{{x}}">',
      '<iframe srcdoc="{{x}}">',
      '<p onclick="f(\'{{x}}\')">',
      '<a href="javascript:f(\'{{x}}\')">',
    ];
    for (const place of places) {
      assert.equal(html(place, '#ff00aa'), place.replace('{{x}}', '#ff00aa'));
      for (const value of ["')", 'url(x)', '</style>', 'a;b', '\n']) assert.equal(html(place, value), undefined);
    }
  });

  test('after scripts, comments and conditions it is in the document again', () => {
    assert.equal(html('<script>a<b</script><a href="{{x}}">', 'javascript:x'), undefined);
    assert.equal(html('<script>"</scr"</script>{{x}}', '<'), '<script>"</scr"</script>&lt;');
    assert.equal(html('<!--[if mso]><a href="{{x}}"><![endif]-->', 'javascript:x'), undefined);
    assert.equal(html('<!--[if !mso]><!--><a href="{{x}}"><!--<![endif]-->', 'javascript:x'), undefined);
    assert.equal(html('<!doctype html><a href="{{x}}">', 'javascript:x'), undefined);
    assert.equal(html('a < b <a href="{{x}}">', 'javascript:x'), undefined);
    assert.equal(html('<!-- <a href="{{x}}"> -->', 'javascript:x'), '<!-- <a href="javascript:x"> -->');
  });
});

/** Documents in which a placeholder can stand anywhere. */
const documents = fc
  .array(
    fc.constantFrom(
      ...[
        '<',
        '>',
        '"',
        "'",
        '=',
        ' ',
        '/',
        '!--',
        '-->',
        'a',
        'href',
        'style',
        'script',
        'title',
        'https://e/',
        'mailto:',
      ],
      ...['{{x}}', '{{x}}', '<p>', '</p>', '<a href="', '<a href=', '<p title=', '<script>', '</script>', '\n'],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('no value brings a sign of HTML into the document, wherever it stands', () => {
  const values = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...`&<>"'= /`, 'a', '\n') }),
  );
  fc.assert(
    fc.property(documents, values, (template, value) => {
      const filled = html(template, value);
      if (filled === undefined) return;
      const signs = (text: string): string => text.replaceAll('{{x}}', '').replaceAll(/[^<>"']/g, '');
      assert.equal(signs(filled), signs(template));
    }),
  );
});

test('no value brings a blank into a tag where there are no quotes', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\f', 'a', '=', '>', 'http://') }), (value) => {
      for (const template of ['<p title={{x}}>', '<a href={{x}}>', '<a href=https://e/{{x}}>', '<p {{x}}>']) {
        assert.equal(
          /[\s>]/.test(
            html(template, value)
              ?.slice(3, -1)
              .replace(/^title=|^href=/, '') ?? '',
          ),
          false,
        );
      }
    }),
  );
});

test('a long template costs no more by the character than a short one, whatever never ends in it', {
  timeout: 20_000,
}, () => {
  // Quadratic work would take a minute on the last line alone.
  for (const part of [
    '<',
    '<a',
    '<a ',
    '<a b',
    '<a b=',
    '<a b="',
    '<!--',
    '<!--[',
    '<script>',
    '</',
    '{{',
    '}}',
    '<a href=x',
  ]) {
    for (const rest of ['a', ' ', '<', '"', '-', '{', '/', '=', '<a b="']) {
      const template = part + rest.repeat(Math.ceil(100_000 / rest.length));
      assert.equal(html(template, 'value'), template);
    }
  }
  assert.equal(html(`<a ${'b'.repeat(900_000)}="{{x}}">`, '"')?.length, 900_013);
});
