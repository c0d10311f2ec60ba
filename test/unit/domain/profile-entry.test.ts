/** By which channel a profile enters an event campaign. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChannelSubtypeConfig } from '../../../src/domain/campaign.ts';
import type { Profile } from '../../../src/domain/profile.ts';
import { profileEntry } from '../../../src/domain/profile-entry.ts';

const message = {
  outboundMode: { agentless: {} },
  defaultOutboundConfig: { connectSourcePhoneNumberArn: 'a', wisdomTemplateArn: 't' },
};
const CONFIG: ChannelSubtypeConfig = {
  telephony: { outboundMode: { agentless: {} }, defaultOutboundConfig: { connectContactFlowId: 'f' } },
  sms: message,
  email: {
    outboundMode: { agentless: {} },
    defaultOutboundConfig: { connectSourceEmailAddress: 'a', wisdomTemplateArn: 't' },
  },
  whatsApp: message,
};
const PROFILE: Profile = {
  profileId: '0'.repeat(32),
  phones: ['+12065550100', '+12065550101'],
  emails: ['first@example.com', 'second@example.com'],
  addresses: [],
  attributes: { FirstName: 'Ada' },
};
const { profileId } = PROFILE;

const entry = (members: (keyof ChannelSubtypeConfig)[], profile = PROFILE) => {
  const config = Object.fromEntries(members.map((member) => [member, CONFIG[member]]));
  return profileEntry(profile, { channelSubtypeConfig: config });
};

test('telephony comes first, with the primary number and the attributes of the profile', () => {
  assert.deepEqual(entry(['whatsApp', 'email', 'sms', 'telephony']), {
    channelSubtype: 'TELEPHONY',
    content: { telephony: { destinationPhoneNumber: '+12065550100', attributes: { FirstName: 'Ada' } }, profileId },
  });
});

test('then SMS, then email, then WhatsApp, as far as the campaign configures them', () => {
  assert.equal(entry(['whatsApp', 'email', 'sms']).channelSubtype, 'SMS');
  assert.equal(entry(['whatsApp', 'email']).channelSubtype, 'EMAIL');
  assert.equal(entry(['whatsApp']).channelSubtype, 'WHATSAPP');
});

test('a channel for which the profile has no address is passed over', () => {
  const withoutPhone = { ...PROFILE, phones: [] };
  assert.deepEqual(entry(['telephony', 'sms', 'email'], withoutPhone), {
    channelSubtype: 'EMAIL',
    content: {
      email: { destinationEmailAddress: 'first@example.com', templateParameters: { FirstName: 'Ada' } },
      profileId,
    },
  });
});

test('without any address, or any channel, the entry has no channel', () => {
  assert.deepEqual(entry(['telephony', 'email'], { ...PROFILE, phones: [], emails: [] }), { content: { profileId } });
  assert.deepEqual(profileEntry(PROFILE, {}), { content: { profileId } });
});
