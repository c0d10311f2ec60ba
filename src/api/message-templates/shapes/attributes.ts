/** What placeholders are filled with, and their defaults: attributes of the system, the agent, the profile, and others. */
import { double, enumeration, list, map, optional, string, structure } from '../../protocol/shapes/shape.ts';

export const AttributeKey = string('MessageTemplateAttributeKey', { min: 1, max: 32_767 });
const AttributeValue = string('MessageTemplateAttributeValue', { min: 1, max: 32_767, sensitive: true });
const value = optional(AttributeValue);

const CustomAttributes = map('CustomAttributes', AttributeKey, AttributeValue, { sensitive: true });

const Endpoint = structure('SystemEndpointAttributes', { address: value });

const SystemAttributes = structure('SystemAttributes', {
  name: value,
  customerEndpoint: optional(Endpoint),
  systemEndpoint: optional(Endpoint),
});

const AgentAttributes = structure('AgentAttributes', { firstName: value, lastName: value });

const ProfileCatalogItem = structure('ProfileCatalogItem', {
  id: value,
  name: value,
  code: value,
  type: value,
  category: value,
  description: value,
  additionalInformation: value,
  imageLink: value,
  link: value,
  createdAt: value,
  updatedAt: value,
  price: value,
  attributes: optional(map('ProfileCatalogItemAttributes', AttributeKey, AttributeValue)),
});

const ProfileRecommendation = structure('ProfileRecommendation', {
  score: optional(double('ProfileRecommendationScore', { min: 0, sensitive: true })),
  catalogItem: optional(ProfileCatalogItem),
});

const CustomerProfileAttributes = structure('CustomerProfileAttributes', {
  profileId: value,
  profileARN: value,
  firstName: value,
  middleName: value,
  lastName: value,
  accountNumber: value,
  emailAddress: value,
  phoneNumber: value,
  additionalInformation: value,
  partyType: value,
  businessName: value,
  birthDate: value,
  gender: value,
  mobilePhoneNumber: value,
  homePhoneNumber: value,
  businessPhoneNumber: value,
  businessEmailAddress: value,
  address1: value,
  address2: value,
  address3: value,
  address4: value,
  city: value,
  county: value,
  country: value,
  postalCode: value,
  province: value,
  state: value,
  shippingAddress1: value,
  shippingAddress2: value,
  shippingAddress3: value,
  shippingAddress4: value,
  shippingCity: value,
  shippingCounty: value,
  shippingCountry: value,
  shippingPostalCode: value,
  shippingProvince: value,
  shippingState: value,
  mailingAddress1: value,
  mailingAddress2: value,
  mailingAddress3: value,
  mailingAddress4: value,
  mailingCity: value,
  mailingCounty: value,
  mailingCountry: value,
  mailingPostalCode: value,
  mailingProvince: value,
  mailingState: value,
  billingAddress1: value,
  billingAddress2: value,
  billingAddress3: value,
  billingAddress4: value,
  billingCity: value,
  billingCounty: value,
  billingCountry: value,
  billingPostalCode: value,
  billingProvince: value,
  billingState: value,
  custom: optional(CustomAttributes),
  recommendations: optional(list('ProfileRecommendations', ProfileRecommendation, { min: 0, max: 50 })),
  calculatedAttributes: optional(
    map('CalculatedAttributes', AttributeKey, AttributeValue, { min: 0, max: 100, sensitive: true }),
  ),
});

export const Attributes = structure('MessageTemplateAttributes', {
  systemAttributes: optional(SystemAttributes),
  agentAttributes: optional(AgentAttributes),
  customerProfileAttributes: optional(CustomerProfileAttributes),
  customAttributes: optional(CustomAttributes),
  caseAttributes: optional(map('CaseAttributes', AttributeKey, AttributeValue, { min: 0, max: 220, sensitive: true })),
});

export const AttributeTypes = list(
  'MessageTemplateAttributeTypeList',
  enumeration('MessageTemplateAttributeType', ['SYSTEM', 'AGENT', 'CUSTOMER_PROFILE', 'CUSTOM', 'CASE']),
);
