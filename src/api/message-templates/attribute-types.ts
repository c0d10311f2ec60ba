/** Of which kinds of attributes a content has placeholders, by the spellings of the admin guide ("Personalize templates"). */
import type { TemplateContent } from '../../domain/templates/content.ts';
import type { RenderContent } from './operation-deps.ts';

export type AttributeType = 'SYSTEM' | 'AGENT' | 'CUSTOMER_PROFILE' | 'CUSTOM' | 'CASE';

/** In the order in which they are asked; what has none of these beginnings is a custom attribute. */
const BEGINNINGS: readonly (readonly [RegExp, AttributeType])[] = [
  [/^Attributes\.Custom\./, 'CUSTOM'],
  [/^Attributes\.Customer\./, 'CUSTOMER_PROFILE'],
  [/^Attributes\.Agent\./, 'AGENT'],
  [/^Attributes\.Case\./, 'CASE'],
  [/^Attributes\.System\./, 'SYSTEM'],
  [/^(?:Attributes\.)?(?:[Cc]ustomerEndpoint|[Ss]ystemEndpoint)\.[Aa]ddress$/, 'SYSTEM'],
];

/** Each type once. */
export function attributeTypesOf(content: TemplateContent, render: RenderContent): readonly AttributeType[] {
  // Filled in with nothing, a content tells every placeholder that it has.
  const { attributesNotInterpolated } = render(content, {}, {});
  return [...new Set(attributesNotInterpolated.map(typeOf))];
}

function typeOf(name: string): AttributeType {
  return BEGINNINGS.find(([beginning]) => beginning.test(name))?.[1] ?? 'CUSTOM';
}
