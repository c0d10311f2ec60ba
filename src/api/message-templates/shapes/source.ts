/** Where a WhatsApp template comes from: the one that Meta approved, and what fills its parameters. */
import { enumeration, list, optional, required, string, structure, union } from '../../protocol/shapes/shape.ts';
import { NonEmptyUnlimitedString } from './scalars.ts';

const source = {
  businessAccountId: required(
    string('WhatsAppBusinessAccountId', {
      min: 1,
      max: 100,
      pattern: '.*(^waba-[0-9a-zA-Z]+$)|(^arn:.*:waba/[0-9a-zA-Z]+$).*',
    }),
  ),
  templateId: required(string('WhatsAppMessageTemplateId', { min: 1, max: 100, pattern: '[0-9]+' })),
};
const components = optional(
  list('WhatsAppMessageTemplateComponents', string('WhatsAppMessageTemplateComponent', { min: 1, max: 5000 })),
);

export const SourceConfiguration = union('MessageTemplateSourceConfiguration', {
  whatsApp: structure('WhatsAppMessageTemplateSourceConfiguration', { ...source, components }),
});

export const SourceConfigurationSummary = union('MessageTemplateSourceConfigurationSummary', {
  whatsApp: structure('WhatsAppMessageTemplateSourceConfigurationSummary', {
    ...source,
    name: optional(string('WhatsAppMessageTemplateName', { min: 1, max: 512 })),
    language: optional(string('WhatsAppMessageTemplateLanguage', { min: 1, max: 5 })),
    components,
    status: optional(enumeration('WhatsAppSourceConfigurationStatus', ['VALID', 'INVALID', 'REJECTED'])),
    statusReason: optional(NonEmptyUnlimitedString),
  }),
});
