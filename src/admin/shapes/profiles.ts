/** A line of a profile import. */
import { list, map, optional, required, string, structure } from '../../api/protocol/shapes/shape.ts';

/** As in the model of the campaigns API. */
const ProfileId = string('ProfileId', { pattern: '[a-f0-9]{32}', private: true });
const Phone = string('Phone', { min: 1, max: 20, pattern: '\\+[0-9-]+', sensitive: true });
const Email = string('Email', { min: 3, max: 255, pattern: '[^@ ]+@[^@ ]+', sensitive: true });
const Attribute = string('Attribute', { max: 32_767 });

const Address = structure('Address', {
  country: required(string('Country', { pattern: '[A-Z]{2}' })),
  postalCode: required(string('PostalCode', { min: 1, max: 20, sensitive: true })),
});

/** One person has a handful of numbers and addresses; the first of each is the primary one. */
const MAX_PER_PROFILE = 10;

export const ProfileLine = structure('ProfileLine', {
  profileId: required(ProfileId),
  phone: optional(list('Phones', Phone, { max: MAX_PER_PROFILE })),
  email: optional(list('Emails', Email, { max: MAX_PER_PROFILE })),
  address: optional(list('Addresses', Address, { max: MAX_PER_PROFILE })),
  attributes: optional(map('ProfileAttributes', Attribute, Attribute, { sensitive: true })),
});
