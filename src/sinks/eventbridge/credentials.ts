/** Credentials as the AWS CLI keeps them: an INI file with a section per profile (AWS SDKs guide, "Shared credentials file"). */
import { UnusableFile } from '../unusable-file.ts';
import type { Credentials } from './sign.ts';

/** The credentials of the profile `default`; throws UnusableFile when they are not whole, without a word of what is there. */
export function parseCredentials(text: string): Credentials {
  const values = new Map<string, string>();
  let section = '';
  for (const line of text.split('\n').map((each) => each.trim())) {
    const named = /^\[(.+)\]$/.exec(line)?.[1];
    if (named !== undefined) section = named.trim();
    const [, name, value] = /^([a-z_]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (section === 'default' && name !== undefined && value !== undefined) values.set(name, value);
  }
  const accessKeyId = values.get('aws_access_key_id');
  const secretAccessKey = values.get('aws_secret_access_key');
  const sessionToken = values.get('aws_session_token');
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new UnusableFile('the credentials file needs [default] with aws_access_key_id and aws_secret_access_key');
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}
