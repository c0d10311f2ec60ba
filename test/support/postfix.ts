/**
 * A real Postfix of its own: configuration, queue and mail in a temporary folder, on a free port of loopback, delivering into
 * a Maildir. It needs Postfix and root (its daemons change their user), see `postfixMissing`. Whoever starts one stops it.
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Authority, createAuthority } from './certificate-authority.ts';
import { temporaryFolder } from './running-service.ts';

/** Every address of it has the same Maildir. */
export const INBOX_DOMAIN = 'inbox.example';
/** Taken at first; then the delivery fails for good, and a DSN goes to the return path. */
export const REFUSED_DOMAIN = 'refused.example';
/** Refused at RCPT TO with 550 5.1.1. */
export const REJECTED_DOMAIN = 'rejected.example';

export interface PostfixOptions {
  /** What happens with mail to a domain, such as `{ 'bounces.example.com': 'lmtp:inet:127.0.0.1:10024' }`. */
  readonly transports?: Readonly<Record<string, string>>;
  /** STARTTLS is offered and, with 'required', demanded; the certificate is for 127.0.0.1 and localhost. */
  readonly tls?: 'offered' | 'required';
  /** Nobody sends without this. */
  readonly login?: { readonly username: string; readonly password: string };
  /** Milters that see every message, such as `inet:127.0.0.1:8891`. */
  readonly milters?: readonly string[];
  /** A policy service that is asked at RCPT TO, such as `inet:127.0.0.1:10023`. */
  readonly policyService?: string;
  /** More lines of main.cf; they win. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Postfix {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** PEM of the authority that signed its certificate; only with `tls`. */
  readonly caFile: string;
  /** The Maildir of INBOX_DOMAIN. */
  readonly maildir: string;
  /** What has been delivered there so far, as bytes. */
  delivered(): Promise<Buffer[]>;
  /** Resolves with what was delivered once there are `count` mails; rejects with the log when there are not in time. */
  whenDelivered(count: number): Promise<Buffer[]>;
  /** Tries the whole queue again, now. */
  flush(): Promise<void>;
  log(): string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** Longest start, delivery or end that is no hang, also when both cores are busy. */
const WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 20;
const REALM = 'campanile.test';
/** Whom delivered mail belongs to: the user `nobody`. */
const NOBODY = 65_534;

/** The folders of those that run. */
const running = new Set<string>();
process.once('exit', () => {
  for (const folder of running) {
    const master = masterPid(folder);
    if (master !== undefined) killGroup(master, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Why no private Postfix can be started here, or false; fits node:test's `skip`. */
export function postfixMissing(): string | false {
  if (!existsSync('/usr/sbin/postfix')) return 'Postfix is not installed';
  return process.getuid?.() === 0 ? false : 'a private Postfix needs root';
}

/** Starts one; resolves when it greets. */
export async function startPostfix(options: PostfixOptions = {}): Promise<Postfix> {
  const folder = temporaryFolder('postfix');
  const port = await freePort();
  const authority = options.tls === undefined ? undefined : createAuthority(folder);
  furnish(folder, { port, refusing: await freePort() }, authority, options);
  // In a process group of its own, so that its daemons end with it.
  const child = spawn('/usr/sbin/postfix', ['-c', join(folder, 'config'), 'start-fg'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  running.add(folder);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const ended = once(child, 'close');
  const log = (): string => {
    const file = join(folder, 'log');
    return complaints + (existsSync(file) ? readFileSync(file, 'utf8') : '');
  };
  const maildir = join(folder, 'mail/inbox');

  async function stop(): Promise<void> {
    const master = masterPid(folder);
    if (master !== undefined) killGroup(master, 'SIGTERM');
    const inTime = await Promise.race([ended.then(() => true), pause(WITHIN_MS, false, { ref: false })]);
    if (!inTime && child.pid !== undefined) killGroup(child.pid, 'SIGKILL');
    if (!inTime && master !== undefined) killGroup(master, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    running.delete(folder);
  }

  async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + WITHIN_MS;
    while (!(await isSo())) {
      if (performance.now() > deadline || child.exitCode !== null) throw new Error(`Postfix: ${what}\n${log()}`);
      await pause(LOOK_EVERY_MS);
    }
  }

  try {
    await until('it does not greet', () => greets(port));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    host: '127.0.0.1',
    port,
    caFile: authority?.certificateFile ?? '',
    maildir,
    delivered: () => mailsIn(maildir),
    async whenDelivered(count) {
      await until(`${count} mails were not delivered in time`, async () => (await namesIn(maildir)).length >= count);
      return mailsIn(maildir);
    },
    async flush() {
      await promisify(execFile)('/usr/sbin/postqueue', ['-c', join(folder, 'config'), '-f']);
    },
    log,
    stop,
  };
}

interface Ports {
  readonly port: number;
  /** Of a second SMTP server, which stands for the world outside and refuses everybody. */
  readonly refusing: number;
}

function furnish(folder: string, ports: Ports, authority: Authority | undefined, options: PostfixOptions): void {
  const [user, group] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postfix'], { encoding: 'utf8' })));
  chmodSync(folder, 0o755);
  for (const name of ['config', 'config/sasl', 'queue', 'data', 'mail']) mkdirSync(join(folder, name));
  chownSync(join(folder, 'data'), user ?? 0, group ?? 0);
  chownSync(join(folder, 'mail'), NOBODY, NOBODY);
  if (options.login !== undefined) furnishLogin(folder, options.login, user ?? 0);
  writeFileSync(join(folder, 'config/main.cf'), mainConfiguration(folder, ports, authority, options));
  writeFileSync(join(folder, 'config/master.cf'), services(ports));
}

/** Lines of main.cf (postconf(5)). */
function mainConfiguration(
  folder: string,
  ports: Ports,
  authority: Authority | undefined,
  options: PostfixOptions,
): string {
  const transports = { [REFUSED_DOMAIN]: `smtp:[127.0.0.1]:${ports.refusing}`, ...options.transports };
  const isLoginDemanded = options.login !== undefined;
  const settings: Record<string, string> = {
    compatibility_level: '3.6',
    queue_directory: join(folder, 'queue'),
    data_directory: join(folder, 'data'),
    maillog_file: join(folder, 'log'),
    maillog_file_prefixes: folder,
    myhostname: 'mta.campanile.test',
    mydestination: '',
    local_recipient_maps: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    mynetworks: '127.0.0.0/8',
    // Nothing ever leaves this machine, whatever a test does.
    default_transport: 'error:5.4.4 This Postfix knows nobody outside',
    relay_transport: 'error:5.4.4 This Postfix knows nobody outside',
    transport_maps: inlineTable(transports),
    virtual_mailbox_domains: INBOX_DOMAIN,
    virtual_mailbox_base: join(folder, 'mail'),
    virtual_mailbox_maps: 'static:inbox/',
    virtual_minimum_uid: '1',
    virtual_uid_maps: `static:${NOBODY}`,
    virtual_gid_maps: `static:${NOBODY}`,
    smtpd_relay_restrictions: isLoginDemanded ? 'permit_sasl_authenticated, reject' : 'permit_mynetworks, reject',
    smtpd_recipient_restrictions: recipientRestrictions(options.policyService),
    smtpd_peername_lookup: 'no',
    disable_dns_lookups: 'yes',
    ...(authority !== undefined && tlsSettings(authority, options.tls === 'required')),
    ...(isLoginDemanded && LOGIN_SETTINGS),
    ...(options.milters !== undefined && {
      smtpd_milters: options.milters.join(', '),
      milter_default_action: 'tempfail',
    }),
    ...options.settings,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

function recipientRestrictions(policyService: string | undefined): string {
  const rejected = `check_recipient_access ${inlineTable({ [REJECTED_DOMAIN]: '550 5.1.1 There is no such mailbox' })}`;
  return [rejected, ...(policyService === undefined ? [] : [`check_policy_service ${policyService}`]), 'permit'].join(
    ', ',
  );
}

const inlineTable = (rows: Readonly<Record<string, string>>): string =>
  `inline:{ ${Object.entries(rows)
    .map(([key, value]) => `{ ${key} = ${value} }`)
    .join(', ')} }`;

const tlsSettings = (authority: Authority, isRequired: boolean): Record<string, string> => ({
  smtpd_tls_security_level: isRequired ? 'encrypt' : 'may',
  smtpd_tls_cert_file: authority.serverCertificateFile,
  smtpd_tls_key_file: authority.serverKeyFile,
  smtpd_tls_auth_only: 'yes',
});

const LOGIN_SETTINGS: Readonly<Record<string, string>> = {
  smtpd_sasl_auth_enable: 'yes',
  smtpd_sasl_type: 'cyrus',
  smtpd_sasl_path: 'smtpd',
  smtpd_sasl_local_domain: REALM,
  smtpd_sasl_security_options: 'noanonymous',
};

/** A sasldb with one user. Debian's Postfix looks for Cyrus SASL's settings below its own, whatever cyrus_sasl_config_path says. */
function furnishLogin(
  folder: string,
  { username, password }: NonNullable<PostfixOptions['login']>,
  postfixUser: number,
): void {
  const database = join(folder, 'data/sasldb2');
  writeFileSync(
    join(folder, 'config/sasl/smtpd.conf'),
    `pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: ${database}\nmech_list: PLAIN LOGIN\n`,
  );
  execFileSync('saslpasswd2', ['-p', '-c', '-u', REALM, '-f', database, username], { input: password });
  chownSync(database, postfixUser, 0);
}

/** master.cf: Debian's, without chroot and without what these tests do not use. */
const services = ({ port, refusing }: Ports): string => `
127.0.0.1:${port} inet n - n - - smtpd
127.0.0.1:${refusing} inet n - n - - smtpd
  -o myhostname=far.campanile.test -o smtpd_milters= -o smtpd_sasl_auth_enable=no -o smtpd_tls_security_level=none
  -o smtpd_relay_restrictions=permit
  -o { smtpd_recipient_restrictions = check_recipient_access static:{550 5.1.1 There is no such mailbox}, reject }
pickup    unix  n - n 60  1 pickup
cleanup   unix  n - n -   0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n -   - trivial-rewrite
bounce    unix  - - n -   0 bounce
defer     unix  - - n -   0 bounce
trace     unix  - - n -   0 bounce
verify    unix  - - n -   1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n -   - proxymap
smtp      unix  - - n -   - smtp
showq     unix  n - n -   - showq
error     unix  - - n -   - error
retry     unix  - - n -   - error
discard   unix  - - n -   - discard
virtual   unix  - n n -   - virtual
lmtp      unix  - - n -   - lmtp
anvil     unix  - - n -   1 anvil
scache    unix  - - n -   1 scache
postlog   unix-dgram n - n - 1 postlogd
`;

async function namesIn(maildir: string): Promise<string[]> {
  const folder = join(maildir, 'new');
  return existsSync(folder) ? readdir(folder) : [];
}

async function mailsIn(maildir: string): Promise<Buffer[]> {
  const names = await namesIn(maildir);
  return Promise.all(names.sort().map((name) => readFile(join(maildir, 'new', name))));
}

function masterPid(folder: string): number | undefined {
  const file = join(folder, 'queue/pid/master.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined;
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}

/** A port that was free a moment ago: Postfix cannot be told to choose one. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('Bug: a TCP server has a port');
  return address.port;
}

async function greets(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    const [greeting] = await once(socket, 'data', { signal: AbortSignal.timeout(WITHIN_MS) });
    return String(greeting).startsWith('220');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
