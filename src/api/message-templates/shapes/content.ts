/** What a template says: one kind of content for each kind of channel. */
import { enumeration, list, optional, string, structure, union } from '../../protocol/shapes/shape.ts';
import { NonEmptyUnlimitedString } from './scalars.ts';

const Body = union('MessageTemplateBodyContentProvider', { content: NonEmptyUnlimitedString });

/** In the model's Java, `.` is no line break: a header that had one would end where the sender did not mean it to. */
const isOneLine = (text: string): boolean => !/[\r\n\u0085\u2028\u2029]/.test(text);

const EmailHeader = structure('EmailHeader', {
  name: optional(string('EmailHeaderKey', { min: 1, max: 126, pattern: '[!-9;-@A-~]+' })),
  value: optional(
    string('EmailHeaderValue', { min: 1, max: 870, pattern: '.*[ -~]*.*', matcher: isOneLine, sensitive: true }),
  ),
});

const EmailContent = structure('EmailMessageTemplateContent', {
  subject: optional(NonEmptyUnlimitedString),
  body: optional(structure('EmailMessageTemplateContentBody', { plainText: optional(Body), html: optional(Body) })),
  headers: optional(list('EmailHeaders', EmailHeader, { min: 0, max: 15 })),
});

const SmsContent = structure('SMSMessageTemplateContent', {
  body: optional(structure('SMSMessageTemplateContentBody', { plainText: optional(Body) })),
});

const WhatsAppContent = structure('WhatsAppMessageTemplateContent', {
  data: optional(string('WhatsAppMessageTemplateContentData', { min: 1, max: 6000 })),
});

const pushBasics = {
  title: optional(NonEmptyUnlimitedString),
  body: optional(Body),
  action: optional(enumeration('PushMessageAction', ['OPEN_APP', 'DEEP_LINK', 'URL'])),
  sound: optional(NonEmptyUnlimitedString),
  url: optional(NonEmptyUnlimitedString),
};
const pushImages = {
  imageUrl: optional(NonEmptyUnlimitedString),
  imageIconUrl: optional(NonEmptyUnlimitedString),
  smallImageIconUrl: optional(NonEmptyUnlimitedString),
};
const rawContent = optional(Body);
const imagePush = { ...pushBasics, ...pushImages, rawContent };

const PushContent = structure('PushMessageTemplateContent', {
  adm: optional(structure('PushADMMessageTemplateContent', imagePush)),
  apns: optional(
    structure('PushAPNSMessageTemplateContent', {
      ...pushBasics,
      mediaUrl: optional(NonEmptyUnlimitedString),
      rawContent,
    }),
  ),
  fcm: optional(structure('PushFCMMessageTemplateContent', imagePush)),
  baidu: optional(structure('PushBaiduMessageTemplateContent', imagePush)),
});

export const Content = union('MessageTemplateContentProvider', {
  email: EmailContent,
  sms: SmsContent,
  whatsApp: WhatsAppContent,
  push: PushContent,
});
