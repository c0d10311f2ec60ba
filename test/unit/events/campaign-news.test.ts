/** The words of AWS's messaging services, where no destination of the loopback world leads to them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  emailEventType,
  emailMembers,
  smsEventType,
  whatsAppErrors,
  whatsAppEventType,
} from '../../../src/events/campaign-news.ts';
import type { EventContext } from '../../../src/events/event-context.ts';
import type { EventFact } from '../../../src/store/event-store.ts';

const receipt = (status: string, detail?: string): EventFact => ({
  kind: 'receiptArrived',
  receipt: { at: 1, status, ...(detail !== undefined && { detail }) },
});
const ended = (
  reason: 'UNKNOWN_TEMPLATE' | 'RENDERING_FAILURE' | 'NO_RECEIPT',
  state: 'Failed' | 'Unknown',
): EventFact => ({
  kind: 'requestEnded',
  state,
  reason,
  disposition: { state, reason, detail: 'template 7' },
});
// Only the receipts are looked at.
const context = { receipts: [] } as unknown as EventContext;

test('a bounce is permanent or transient by the class of its status code', () => {
  assert.deepEqual(emailMembers('Bounce', receipt('Bounce', '5.1.1 unknown'))['bounce'], {
    bounceType: 'Permanent',
    bounceSubType: 'General',
  });
  assert.deepEqual(emailMembers('Bounce', receipt('Bounce', '4.2.2 full'))['bounce'], {
    bounceType: 'Transient',
    bounceSubType: 'General',
  });
});

test('a click has its link, a complaint its type, a delay and a rejection their reason', () => {
  assert.deepEqual(emailMembers('Click', receipt('Click', 'https://a.example'))['click'], {
    link: 'https://a.example',
  });
  assert.deepEqual(emailMembers('Complaint', receipt('Complaint', 'abuse'))['complaint'], {
    complaintFeedbackType: 'abuse',
  });
  assert.deepEqual(emailMembers('DeliveryDelay', receipt('DeliveryDelay', 'MailboxFull'))['deliveryDelay'], {
    delayType: 'MailboxFull',
  });
});

test('a template that cannot be filled in is a rendering failure, and an invalid message', () => {
  const fact = ended('RENDERING_FAILURE', 'Failed');
  assert.equal(emailEventType(fact, context), 'RenderingFailure');
  assert.deepEqual(emailMembers('RenderingFailure', fact)['renderingFailure'], { errorMessage: 'template 7' });
  assert.equal(smsEventType(ended('UNKNOWN_TEMPLATE', 'Failed'), context), 'TEXT_INVALID_MESSAGE');
  assert.equal(whatsAppEventType(fact, context), 'failed');
  assert.deepEqual(whatsAppErrors(fact), [{ code: 'RENDERING_FAILURE', message: 'template 7' }]);
});

test('SMS and WhatsApp have words of their own for what carriers report', () => {
  assert.equal(smsEventType(receipt('UNDELIVERABLE'), context), 'TEXT_UNREACHABLE');
  assert.equal(smsEventType(receipt('EXPIRED'), context), 'TEXT_TTL_EXPIRED');
  assert.equal(whatsAppEventType(receipt('READ'), context), 'read');
  assert.equal(smsEventType(receipt('SOMETHING_ELSE'), context), undefined);
});

test('where AWS has no word for not knowing, there is no object', () => {
  assert.equal(emailEventType(ended('NO_RECEIPT', 'Unknown'), context), undefined);
  assert.equal(whatsAppEventType(ended('NO_RECEIPT', 'Unknown'), context), undefined);
  assert.equal(smsEventType(ended('NO_RECEIPT', 'Unknown'), context), 'TEXT_UNKNOWN');
});
