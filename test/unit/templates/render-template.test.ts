import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TemplateContent } from '../../../src/domain/templates/content.ts';
import { RENDERED_CHARACTERS_MAX } from '../../../src/templates/fill.ts';
import { renderTemplate } from '../../../src/templates/render-template.ts';

const custom = (customAttributes: Record<string, string>) => ({ customAttributes });
const sms = (content: string): TemplateContent => ({ sms: { body: { plainText: { content } } } });

test('a placeholder without a value stays as it stands, and its name is told once', () => {
  const rendered = renderTemplate(sms('{{a}} {{ b }} {{ b }} {{c}}'), custom({ a: '1' }), {
    defaultAttributes: custom({ a: '2', c: '3' }),
  });
  assert.deepEqual(rendered.content, sms('1 {{ b }} {{ b }} 3'));
  assert.deepEqual(rendered.attributesNotInterpolated, ['b']);
});

test('a value is never looked into', () => {
  const { content } = renderTemplate(sms('{{a}}{{b}}'), custom({ a: '{{b}}', b: '{{a}}', c: '}}' }));
  assert.deepEqual(content, sms('{{b}}{{a}}'));
  assert.deepEqual(renderTemplate(sms('{{{a}}}'), custom({ a: '{', b: '' })).content, sms('{{}'));
});

test('every text of a mail is filled in: subject and headers stay one line each, only HTML is escaped', () => {
  const { content } = renderTemplate(
    {
      email: {
        subject: 'Hi {{a}}',
        body: { plainText: { content: 'T {{a}}' }, html: { content: 'H {{a}}' } },
        headers: [{ name: 'X-{{a}}', value: 'V {{a}}' }, { name: 'X-None' }],
      },
    },
    custom({ a: '<b>\r\nBcc: x@y\u2028\u0000' }),
  );
  assert.deepEqual(content, {
    email: {
      subject: 'Hi <b> Bcc: x@y ',
      body: {
        plainText: { content: 'T <b>\r\nBcc: x@y\u2028\u0000' },
        html: { content: 'H &lt;b&gt;\r\nBcc: x@y\u2028\u0000' },
      },
      headers: [{ name: 'X-{{a}}', value: 'V <b> Bcc: x@y ' }, { name: 'X-None' }],
    },
  });
});

test('a value stays within its string of a WhatsApp template, which may also be plain', () => {
  const whatsApp = (data: string, a: string) =>
    renderTemplate({ whatsApp: { data } }, custom({ a })).content.whatsApp?.data ?? '';
  assert.deepEqual(JSON.parse(whatsApp(' {"name":"{{a}}"}', '", "to": "\n\\')), { name: '", "to": "\n\\' });
  assert.equal(whatsApp('Hi {{a}}', '"'), 'Hi "');
});

test('every text of a push message is filled in, and what is no text stays', () => {
  const { content, attributesNotInterpolated } = renderTemplate(
    {
      push: {
        apns: { title: '{{a}}', body: { content: '{{b}}' }, action: 'URL', url: 'https://e/{{a}}', sound: '{{a}}' },
        fcm: { rawContent: { content: '{"a":"{{a}}"}' } },
      },
    },
    custom({ a: '"' }),
  );
  assert.deepEqual(content, {
    push: {
      apns: { title: '"', body: { content: '{{b}}' }, action: 'URL', url: 'https://e/"', sound: '{{a}}' },
      fcm: { rawContent: { content: '{"a":"\\""}' } },
    },
  });
  assert.deepEqual(attributesNotInterpolated, ['b']);
});

test('values that would make a message too long stay out, the others come in', () => {
  const long = 'x'.repeat(32_767);
  const { content, attributesNotInterpolated } = renderTemplate(
    sms(`${'{{long}}'.repeat(100)}{{short}}`),
    custom({ long, short: 'end' }),
  );
  const text = content.sms?.body?.plainText?.content ?? '';
  assert.ok(text.length <= RENDERED_CHARACTERS_MAX && text.length > RENDERED_CHARACTERS_MAX - long.length);
  assert.ok(text.endsWith('{{long}}end'));
  assert.deepEqual(attributesNotInterpolated, ['long']);
});

/** Halves of pairs too, which no text in UTF-8 can have. */
const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...['{{', '}}', '<', '>', '"', "'", '<a href="', '{', '[', '\ud800', '\udfff', '%', 'https://']),
    fc.constantFrom('{{a}}', '{{Attributes.Customer.a.[0].b}}', '{{__proto__}}', '{{constructor.name}}'),
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  ),
});

/** Whatever JSON a caller may send as attributes, of a right shape or not. */
const anyAttributes = fc.record(
  {
    customAttributes: fc.dictionary(fc.oneof(fc.constantFrom('a', '__proto__', 'constructor'), fc.string()), anyText),
    customerProfileAttributes: fc.jsonValue().map((value) => value as never),
    systemAttributes: fc.jsonValue().map((value) => value as never),
  },
  { requiredKeys: [] },
);

test('rendering never throws, and says what it has left', () => {
  fc.assert(
    fc.property(anyText, anyAttributes, anyAttributes, (text, attributes, defaultAttributes) => {
      const content = {
        email: {
          subject: text,
          body: { plainText: { content: text }, html: { content: text } },
          headers: [{ name: text, value: text }],
        },
        ...sms(text),
        whatsApp: { data: text },
        push: { adm: { title: text } },
      };
      const rendered = renderTemplate(content, attributes, { defaultAttributes });
      const hasNone = !text.includes('{{');
      if (hasNone) assert.deepEqual(rendered.attributesNotInterpolated, []);
      assert.deepEqual(renderTemplate(content, attributes, { defaultAttributes }), rendered);
    }),
  );
});

test('plain text gets each value as it is', () => {
  fc.assert(
    fc.property(fc.array(anyText, { minLength: 1, maxLength: 5 }), (values) => {
      const attributes = Object.fromEntries(values.map((value, at) => [`v${at}`, value]));
      const template = values.map((_, at) => `{{v${at}}}`).join('|');
      assert.deepEqual(renderTemplate(sms(template), custom(attributes)).content, sms(values.join('|')));
    }),
  );
});
