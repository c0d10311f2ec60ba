/** What `campanile doctor` says about real carriers. */
import { type CarrierCheck, checkCarriers } from '../../compose/check-carriers.ts';
import { carrierRefusal } from '../../config/carrier-rule.ts';
import type { CarrierConfig } from '../../config/carriers.ts';
import type { Config } from '../../config/settings.ts';
import type { Clock } from '../../lib/clock.ts';
import { isLoopback } from '../../lib/loopback-address.ts';
import type { Finding } from './doctor-finding.ts';

/** What each carrier answers to a session that sends nothing; no finding where there are none. */
export async function carrierFindings(config: Config, wall: Clock): Promise<Finding[]> {
  const { carriers } = config;
  if (carriers.length === 0) return [];
  const checks = await checkCarriers(carriers, wall);
  return [...ruleFindings(config), ...checks.map(carrierFinding)];
}

function ruleFindings(config: Config): Finding[] {
  const refusal = carrierRefusal(config);
  // A finding and no failure: `--auth strict` may be a flag of serve.
  return refusal === undefined ? [] : [{ name: 'auth', state: 'note', text: refusal }];
}

const SECURED = { starttls: 'STARTTLS verified', tls: 'TLS verified', none: 'not encrypted' } as const;

function carrierFinding(check: CarrierCheck): Finding {
  const { carrier } = check;
  const name = `carrier ${carrier.name}`;
  const place = `${carrier.host}:${carrier.port}`;
  if (check.kind === 'failed') return { name, state: 'failed', text: `${place}: ${nextStep(check)}` };
  const login = carrier.username === undefined ? 'no login' : `logged in as ${carrier.username}`;
  const text = `${place}, ${SECURED[carrier.security]}, ${login}`;
  return carrier.security === 'none' && !isLoopback(carrier.host)
    ? { name, state: 'note', text: `${text}: whoever is on the way reads every mail; set security = "starttls"` }
    : { name, state: 'ok', text };
}

type FailedCheck = Extract<CarrierCheck, { kind: 'failed' }>;

/** What is wrong, with its code, and what to do. */
function nextStep({ carrier, reason, detail }: FailedCheck): string {
  switch (reason) {
    case 'UNREACHABLE':
      return `it cannot be reached (${detail}): is the MTA running, and are host and port right?`;
    case 'TIMED_OUT':
      return `it does not answer in time (${detail}): does a firewall drop the connection, or security not fit the port?`;
    case 'TLS_FAILED':
      return tlsStep(carrier, detail);
    case 'AUTH_REFUSED':
      return `it refuses the login (${detail}): check username and ${passwordPlace(carrier)}`;
    case 'SESSION_REFUSED':
      return `it refuses the session (${detail}): ask whoever runs it whether this machine may send`;
  }
}

function tlsStep({ caFile }: CarrierConfig, detail: string): string {
  if (detail === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `its certificate is for another name (${detail}): set host to a name that is in it`;
  }
  if (detail === 'CERT_HAS_EXPIRED') return `its certificate has expired (${detail}): renew it at the MTA`;
  if (detail === 'ENOENT' || detail === 'EACCES') return `caFile ${caFile ?? ''} cannot be read (${detail})`;
  return /SELF_SIGNED|ISSUER|VERIFY/.test(detail)
    ? `its certificate is of an authority that is not trusted (${detail}): name the authority's file with caFile`
    : `it cannot be secured (${detail}): set security to what the MTA offers on this port, "starttls" or "tls"`;
}

const passwordPlace = ({ passwordFile, passwordVariable }: CarrierConfig): string =>
  passwordFile === undefined
    ? `the password in the variable ${passwordVariable ?? ''}`
    : `the password in ${passwordFile}`;
