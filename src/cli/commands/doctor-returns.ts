/** What `campanile doctor` says about the ways back from recipients: bounces, return paths, the link to unsubscribe. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/settings.ts';
import { errorCode } from '../../lib/error-code.ts';
import { parsePrivateListenAddress } from '../../lib/listen-address.ts';
import type { Finding } from './doctor-finding.ts';
import { tryToListen } from './try-to-listen.ts';

/** Every finding about them; none where there is no carrier of mail. */
export async function returnFindings(config: Config): Promise<Finding[]> {
  if (!config.carriers.some(({ kind }) => kind === 'smtp')) return [];
  return [...(await bounceFindings(config)), unsubscribeFinding(config)];
}

async function bounceFindings(config: Config): Promise<Finding[]> {
  const [listen, maildir] = [config['email.bounces.listen'], config['email.bounces.maildir']];
  if (listen === '' && maildir === '') {
    const text =
      'nobody hears of them: set email.bounces.listen or email.bounces.maildir, and the returnPath of carriers';
    return [{ name: 'bounces', state: 'note', text }];
  }
  const without = config.carriers.filter(({ returnPath }) => returnPath === undefined).map(({ name }) => name);
  return [
    ...(listen === '' ? [] : [await listenFinding(listen)]),
    ...(maildir === '' ? [] : [maildirFinding(maildir)]),
    without.length === 0
      ? { name: 'return path', state: 'ok', text: 'of every carrier names the request' }
      : {
          name: 'return path',
          state: 'note',
          text: `bounces of ${without.join(', ')} go to the sender: set returnPath to an address that is delivered here`,
        },
  ];
}

async function listenFinding(address: string): Promise<Finding> {
  const name = 'bounces';
  const parsed = parsePrivateListenAddress(address);
  const code = parsed === undefined ? 'EINVAL' : await tryToListen(parsed);
  if (code === undefined) return { name, state: 'ok', text: `${address} is free to listen on` };
  return code === 'EADDRINUSE'
    ? { name, state: 'note', text: `${address} is in use: by the running service, or it must be another port` }
    : { name, state: 'failed', text: `${address} cannot be listened on (${code}): change email.bounces.listen` };
}

function maildirFinding(folder: string): Finding {
  try {
    for (const part of ['new', 'cur']) accessSync(join(folder, part), constants.R_OK | constants.W_OK | constants.X_OK);
    return { name: 'Maildir', state: 'ok', text: folder };
  } catch (error) {
    return {
      name: 'Maildir',
      state: 'failed',
      text: `${folder} is none that may be written to (${errorCode(error)}): it needs new/ and cur/ that this user owns`,
    };
  }
}

function unsubscribeFinding(config: Config): Finding {
  const url = config['hooks.url'];
  const name = 'unsubscribe';
  if (!config['email.unsubscribe']) {
    return { name, state: 'note', text: 'mails carry no way to unsubscribe: email.unsubscribe is off' };
  }
  if (url === '') {
    const text = 'mails carry no way to unsubscribe: set hooks.url to where recipients reach this server';
    return { name, state: 'note', text };
  }
  return url.startsWith('https:')
    ? { name, state: 'ok', text: `one click, at ${url}` }
    : { name, state: 'note', text: `one click needs https (RFC 8058), and hooks.url is ${url}` };
}
