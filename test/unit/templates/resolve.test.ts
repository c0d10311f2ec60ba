import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { TemplateAttributes } from '../../../src/domain/templates/content.ts';
import { readPlaceholder } from '../../../src/templates/placeholder.ts';
import { resolve } from '../../../src/templates/resolve.ts';

function found(name: string, attributes: TemplateAttributes, defaults: TemplateAttributes = {}): string | undefined {
  const placeholder = readPlaceholder(name);
  return placeholder && resolve(placeholder, attributes, defaults);
}

const custom = (customAttributes: Record<string, string>): TemplateAttributes => ({ customAttributes });

describe('the order in which a placeholder is looked up', () => {
  test('first the parameter of exactly this name, whatever it looks like', () => {
    const name = 'Attributes.Customer.FirstName';
    assert.equal(found('FirstName', custom({ FirstName: 'Ada' })), 'Ada');
    assert.equal(found(name, custom({ [name]: 'exactly', FirstName: 'Ada' })), 'exactly');
  });

  test('then the parameter that the prefix of an attribute leaves', () => {
    const attributes = custom({ code: 'X1' });
    for (const name of ['Attributes.code', 'Attributes.Custom.code', 'Attributes.Customer.Attributes.code']) {
      assert.equal(found(name, attributes), 'X1', name);
    }
    const both = custom({ 'Custom.code': 'longer', code: 'shorter' });
    assert.equal(found('Attributes.Custom.code', both), 'longer');
  });

  test('then the parameter that the prefix of a customer leaves', () => {
    assert.equal(found('Attributes.Customer.City', custom({ City: 'Oslo' })), 'Oslo');
    const both = custom({ 'Customer.City': 'first', City: 'second' });
    assert.equal(found('Attributes.Customer.City', both), 'first');
  });

  test('then the attributes of the system', () => {
    const systemAttributes = { name: 'N', customerEndpoint: { address: '+1' }, systemEndpoint: { address: '+2' } };
    assert.equal(found('customerEndpoint.address', { systemAttributes }), '+1');
    assert.equal(found('Attributes.SystemEndpoint.Address', { systemAttributes }), '+2');
    assert.equal(found('Attributes.System.CustomerEndpoint.Address', { systemAttributes }), '+1');
    assert.equal(found('name', { systemAttributes }), 'N');
    assert.equal(found('name', { systemAttributes, customAttributes: { name: 'given' } }), 'given');
  });

  test('last the defaults of the template, in the same order', () => {
    assert.equal(found('Attributes.Customer.City', {}, custom({ City: 'Oslo' })), 'Oslo');
    assert.equal(found('City', custom({ City: 'Rome' }), custom({ City: 'Oslo' })), 'Rome');
    const systemAttributes = { name: 'of the message' };
    assert.equal(found('name', { systemAttributes }, custom({ name: 'of the template' })), 'of the message');
  });

  test('an empty value is a value', () => {
    assert.equal(found('City', custom({ City: '' }), custom({ City: 'Oslo' })), '');
  });

  test('names of parameters have a case', () => {
    assert.equal(found('firstname', custom({ FirstName: 'Ada' })), undefined);
    assert.equal(found('Attributes.Customer.FirstName', custom({ firstName: 'Ada' })), undefined);
    assert.equal(found('attributes.Customer.FirstName', custom({ FirstName: 'Ada' })), undefined);
  });
});

describe('a customer profile', () => {
  const customerProfileAttributes = {
    firstName: 'Ada',
    profileARN: 'arn:profile',
    custom: { PurchaseHistory: '12 hats', 'with.dot': 'yes' },
    calculatedAttributes: { visits: '3' },
    recommendations: [{ score: 0.5, catalogItem: { name: 'Hat', attributes: { colour: 'red' } } }, { score: 0 }],
  };

  test('is read by the names of the admin guide and by those of the wire', () => {
    const value = (name: string) => found(name, { customerProfileAttributes });
    assert.equal(value('Attributes.Customer.FirstName'), 'Ada');
    assert.equal(value('Attributes.Customer.firstName'), 'Ada');
    assert.equal(value('Attributes.Customer.ProfileARN'), 'arn:profile');
    assert.equal(value('Attributes.Customer.Attributes.PurchaseHistory'), '12 hats');
    assert.equal(value('Attributes.Customer.Attributes.with.dot'), 'yes');
    assert.equal(value('Attributes.Customer.CalculatedAttributes.visits'), '3');
    assert.equal(value('FirstName'), undefined);
  });

  test('has recommendations, which are counted from 0', () => {
    const value = (name: string) => found(`Attributes.Customer.${name}`, { customerProfileAttributes });
    assert.equal(value('Recommendations.[0].CatalogItem.Name'), 'Hat');
    assert.equal(value('Recommendations.[0].CatalogItem.Attributes.colour'), 'red');
    assert.equal(value('Recommendations.[0].Score'), '0.5');
    assert.equal(value('Recommendations.[1].Score'), '0');
    for (const missing of [
      '[1].CatalogItem.Name',
      '[2].Score',
      '[-1].Score',
      '0.Score',
      '[0]',
      'length',
      '[00000].Score',
    ]) {
      assert.equal(value(`Recommendations.${missing}`), undefined, missing);
    }
    assert.equal(value('Recommendations'), undefined);
  });

  test('comes before a parameter where the name says customer, and after it elsewhere', () => {
    const attributes = { customerProfileAttributes, customAttributes: { FirstName: 'given' } };
    assert.equal(found('Attributes.Customer.FirstName', attributes), 'Ada');
    assert.equal(found('FirstName', attributes), 'given');
  });
});

test('agents and cases have attributes too', () => {
  assert.equal(found('Attributes.Agent.FirstName', { agentAttributes: { firstName: 'Bo' } }), 'Bo');
  assert.equal(found('Attributes.Case.status', { caseAttributes: { status: 'open' } }), 'open');
});

test('what objects inherit is missing, and what callers name so is there', () => {
  const roots: TemplateAttributes = {
    customAttributes: {},
    customerProfileAttributes: { custom: {} },
    systemAttributes: {},
    agentAttributes: {},
    caseAttributes: {},
  };
  for (const key of Object.getOwnPropertyNames(Object.prototype)) {
    for (const prefix of [
      '',
      'Attributes.',
      'Attributes.Customer.',
      'Attributes.Customer.Attributes.',
      'Attributes.Agent.',
    ]) {
      assert.equal(found(prefix + key, roots), undefined, prefix + key);
      assert.equal(found(`${prefix}${key}.${key}`, roots), undefined);
    }
    const given = JSON.parse(`{${JSON.stringify(key)}: "given"}`) as Record<string, string>;
    assert.equal(found(key, custom(given)), 'given', key);
  }
});

test('any key that has no blank at its ends finds the value that was given under it', () => {
  const keys = fc.string({ unit: 'binary', minLength: 1 }).filter((key) => key.trim() === key && key !== '');
  fc.assert(
    fc.property(keys, fc.string(), (key, value) => {
      assert.equal(found(key, custom(Object.fromEntries([[key, value]]))), value);
    }),
  );
});
