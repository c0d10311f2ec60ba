/** A profile import line by line: what can be read is a profile, what cannot is told with its line, and nothing is lost. */
import { ApiError, validationError } from '../../api/protocol/errors.ts';
import { parseJson } from '../../api/protocol/json.ts';
import { compileDecoder } from '../../api/protocol/shapes/decode.ts';
import type { Infer } from '../../api/protocol/shapes/infer.ts';
import { isE164 } from '../../domain/phone-number.ts';
import type { Profile } from '../../domain/profile.ts';
import { normalisePhoneNumber } from '../../domain/request-content.ts';
import { type LineFailure, linesOf } from '../lines.ts';
import { ProfileLine } from '../shapes/profiles.ts';

export interface ReadLines {
  readonly profiles: readonly Profile[];
  readonly failures: readonly LineFailure[];
}

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
