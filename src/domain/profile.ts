/** A person of the profile directory, as far as a campaign needs to know them. */
export interface Profile {
  /** 32 hexadecimal digits in lower case (model shape ProfileId). */
  readonly profileId: string;
  /** E.164; the first is the primary one. */
  readonly phones: readonly string[];
  /** Lower case; the first is the primary one. */
  readonly emails: readonly string[];
  readonly addresses: readonly PostalAddress[];
  readonly attributes: Readonly<Record<string, string>>;
}

export interface PostalAddress {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly postalCode: string;
}
