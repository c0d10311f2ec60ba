/** The demo's post office: a private Postfix, and a service whose only carrier it is, as an operator would configure it. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type Postfix, postfixMissing, startPostfix } from '../../test/support/postfix.ts';
import type { Admin } from '../outcomes.ts';
import { startService } from '../service.ts';

export const SOURCE = 'news@example.com';
const BOUNCES_DOMAIN = 'bounces.example.com';

export interface PostOffice {
  readonly postfix: Postfix;
  readonly admin: Required<Admin>;
  /** Of an AWS client. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  close(): Promise<void>;
}

/** Opens it; ends the process with code 69 and the next step where there can be no Postfix. */
export async function openPostOffice(): Promise<PostOffice> {
  const missing = postfixMissing();
  if (missing !== false) {
    console.error(
      `${missing}: the demo of email needs Debian's (apt-get install postfix libsasl2-modules sasl2-bin) and root.`,
    );
    process.exit(69);
  }
  const folder = mkdtempSync(join(tmpdir(), 'campanile-demo-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const [port, bouncePort] = [await freePort(), await freePort()];
  const login = { username: 'campanile', password: keyOf(data, 'demo', 'api').secretAccessKey.slice(0, 20) };
  const postfix = await startPostfix({
    tls: 'required',
    login,
    transports: { [BOUNCES_DOMAIN]: `lmtp:inet:127.0.0.1:${bouncePort}` },
  });
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, login.password, { mode: 0o600 });
  const configFile = join(folder, 'campanile.toml');
  writeFileSync(configFile, configuration(postfix, { port, bouncePort, data, passwordFile }));
  // It warns that readers can reach an http: link only from here, which is so.
  const service = await startService(['--config', configFile, '--drain-seconds', '0'], 'inherit', 'error');
  if (service === undefined) throw new Error('the service did not start');
  const { accessKeyId, secretAccessKey } = keyOf(data, 'newsletter', 'api');
  const { bearerToken } = keyOf(data, 'operator', 'admin');
  return {
    postfix,
    admin: { url: service.url, token: bearerToken ?? '' },
    client: { endpoint: service.url, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey } },
    async close() {
      const exited = service.process.exitCode === null ? once(service.process, 'exit') : undefined;
      service.process.kill('SIGTERM');
      await exited;
      await postfix.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface NewKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly bearerToken?: string;
}

function keyOf(data: string, name: string, kind: 'api' | 'admin'): NewKey {
  const flags = ['--data', data, '--name', name, '--kind', kind, '--json'];
  return JSON.parse(execFileSync('bin/campanile', ['keys', 'create', ...flags], { encoding: 'utf8' }));
}

/** What an operator would write; TOML strings are JSON's here. */
function configuration(
  postfix: Postfix,
  at: { readonly port: number; readonly bouncePort: number; readonly data: string; readonly passwordFile: string },
): string {
  return `
port = ${at.port}
data = ${JSON.stringify(at.data)}
auth = "strict"

[hooks]
url = "http://127.0.0.1:${at.port}"

[email.bounces]
listen = "127.0.0.1:${at.bouncePort}"

[carriers.postfix]
kind = "smtp"
sources = [${JSON.stringify(SOURCE)}]
host = ${JSON.stringify(postfix.host)}
port = ${postfix.port}
security = "starttls"
caFile = ${JSON.stringify(postfix.caFile)}
username = "campanile"
passwordFile = ${JSON.stringify(at.passwordFile)}
connectionsPerDomain = 5
messagesPerSecondPerDomain = 500
returnPath = "bounces@${BOUNCES_DOMAIN}"
`;
}
