/** The four ways to reach a person, by their names on the wire (model shape ChannelSubtype). */
export const CHANNEL_SUBTYPES = ['TELEPHONY', 'SMS', 'EMAIL', 'WHATSAPP'] as const;

export type ChannelSubtype = (typeof CHANNEL_SUBTYPES)[number];

/** The member that carries a channel's configuration or parameters on the wire. */
export const CHANNEL_MEMBERS = {
  TELEPHONY: 'telephony',
  SMS: 'sms',
  EMAIL: 'email',
  WHATSAPP: 'whatsApp',
} as const satisfies Record<ChannelSubtype, string>;

export type ChannelMember = (typeof CHANNEL_MEMBERS)[ChannelSubtype];
