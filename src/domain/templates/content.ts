/**
 * What a message template says and with what it may be filled in, in the members of the wire (qconnect model
 * MessageTemplateContentProvider and MessageTemplateAttributes). Every text may hold placeholders.
 */

export const TEMPLATE_CHANNEL_SUBTYPES = ['EMAIL', 'SMS', 'WHATSAPP', 'PUSH'] as const;

export type TemplateChannelSubtype = (typeof TEMPLATE_CHANNEL_SUBTYPES)[number];

/** Exactly one member, as in every union of the wire, and the one of the template's channel. */
export interface TemplateContent {
  readonly email?: EmailContent;
  readonly sms?: SmsContent;
  readonly whatsApp?: WhatsAppContent;
  readonly push?: PushContent;
}

/** The member of TemplateContent that a channel uses. */
export const CONTENT_MEMBERS = {
  EMAIL: 'email',
  SMS: 'sms',
  WHATSAPP: 'whatsApp',
  PUSH: 'push',
} as const satisfies Record<TemplateChannelSubtype, keyof TemplateContent>;

/** A union of one member, on the wire. */
export interface BodyText {
  readonly content?: string;
}

export interface EmailContent {
  readonly subject?: string;
  readonly body?: { readonly plainText?: BodyText; readonly html?: BodyText };
  /** At most 15. */
  readonly headers?: readonly { readonly name?: string; readonly value?: string }[];
}

export interface SmsContent {
  readonly body?: { readonly plainText?: BodyText };
}

export interface WhatsAppContent {
  /** JSON, up to 6,000 characters. */
  readonly data?: string;
}

/** Kept and given back as it came; Campanile has no push channel. */
export interface PushContent {
  readonly adm?: PushPlatformContent;
  readonly apns?: PushPlatformContent;
  readonly fcm?: PushPlatformContent;
  readonly baidu?: PushPlatformContent;
}

export interface PushPlatformContent {
  readonly title?: string;
  readonly body?: BodyText;
  readonly action?: 'OPEN_APP' | 'DEEP_LINK' | 'URL';
  readonly sound?: string;
  readonly url?: string;
  readonly mediaUrl?: string;
  readonly imageUrl?: string;
  readonly imageIconUrl?: string;
  readonly smallImageIconUrl?: string;
  readonly rawContent?: BodyText;
}

/** Only for WHATSAPP: the template that Meta has approved. */
export interface TemplateSource {
  readonly whatsApp?: {
    readonly businessAccountId: string;
    readonly templateId: string;
    readonly components?: readonly string[];
  };
}

/** Values for placeholders, by where they come from. */
export interface TemplateAttributes {
  readonly systemAttributes?: {
    readonly name?: string;
    readonly customerEndpoint?: { readonly address?: string };
    readonly systemEndpoint?: { readonly address?: string };
  };
  readonly agentAttributes?: { readonly firstName?: string; readonly lastName?: string };
  readonly customerProfileAttributes?: CustomerProfileAttributes;
  readonly customAttributes?: Readonly<Record<string, string>>;
  readonly caseAttributes?: Readonly<Record<string, string>>;
}

/**
 * The profile's own members (firstName, city, billingPostalCode and fifty more) are texts; which there are is the wire's to
 * say, for placeholders are looked up by name.
 */
export type CustomerProfileAttributes = Readonly<Record<string, ProfileValue>>;

/** A text; `custom` and `calculatedAttributes` are maps; `recommendations` is a list of scored catalog items. */
export type ProfileValue =
  | string
  | number
  | undefined
  | readonly ProfileValue[]
  | { readonly [name: string]: ProfileValue };
