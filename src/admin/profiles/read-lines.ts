/** A profile import line by line: what can be read is a profile, what cannot is told with its line, and nothing is lost. */
import { ApiError, validationError } from '../../api/protocol/errors.ts';
import { parseJson } from '../../api/protocol/json.ts';
import { compileDecoder } from '../../api/protocol/shapes/decode.ts';
import type { Infer } from '../../api/protocol/shapes/infer.ts';
import { isE164 } from '../../domain/phone-number.ts';
import type { Profile } from '../../domain/profile.ts';
import { normalisePhoneNumber } from '../../domain/request-content.ts';
import { ProfileLine } from '../shapes/profiles.ts';

export interface LineFailure {
  /** From 1. */
  readonly line: number;
  /** Names members, never their values. */
  readonly message: string;
}

export interface ReadLines {
  readonly profiles: readonly Profile[];
  readonly failures: readonly LineFailure[];
}

const LINE_FEED = 0x0a;

/** Reads NDJSON (https://github.com/ndjson/ndjson-spec); empty lines are skipped. */
export function createLineReader(): (body: Uint8Array) => ReadLines {
  const decode = compileDecoder(ProfileLine);
  return (body) => {
    const profiles: Profile[] = [];
    const failures: LineFailure[] = [];
    for (const { line, bytes } of linesOf(body)) {
      try {
        profiles.push(profileOf(decode(listed(parseJson(bytes)))));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        failures.push({ line, message: error.message });
      }
    }
    return { profiles, failures };
  };
}

function* linesOf(body: Uint8Array): Generator<{ line: number; bytes: Uint8Array }> {
  let line = 0;
  for (let start = 0; start < body.length; ) {
    const found = body.indexOf(LINE_FEED, start);
    const end = found === -1 ? body.length : found;
    const bytes = body.subarray(start, end);
    line += 1;
    start = end + 1;
    // JSON's white space: a line of nothing else is empty.
    if (bytes.some((byte) => byte !== 0x20 && byte !== 0x09 && byte !== 0x0d)) yield { line, bytes };
  }
}

/** One number may be written without the list around it. */
function listed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members: Record<string, unknown> = { ...value };
  for (const name of ['phone', 'email', 'address']) {
    const member = members[name];
    if (member !== undefined && member !== null && !Array.isArray(member)) members[name] = [member];
  }
  return members;
}

function profileOf({
  profileId,
  phone = [],
  email = [],
  address = [],
  attributes = {},
}: Infer<typeof ProfileLine>): Profile {
  if (!phone.every(isE164)) throw validationError("Value at 'phone' is not in E.164 format");
  return {
    profileId,
    phones: phone.map(normalisePhoneNumber),
    emails: email.map((text) => text.toLowerCase()),
    addresses: address,
    attributes,
  };
}
