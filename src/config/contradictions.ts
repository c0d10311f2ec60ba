/** Settings that are right one by one and wrong together. */
import { parsePrivateListenAddress } from '../lib/listen-address.ts';
import { parseNetwork } from '../lib/networks.ts';
import type { Config } from './settings.ts';

/** What does not go together, as sentences; empty when all is well. */
export function contradictions(config: Config): string[] {
  const found: string[] = [];
  if (config.clock === 'virtual' && config.auth !== 'open') {
    found.push('clock = virtual needs auth = open: time that callers move is for tests');
  }
  if (config.start !== undefined && config.clock !== 'virtual') {
    found.push('start sets a virtual clock; it needs clock = virtual');
  }
  if ((config['tls.certFile'] === '') !== (config['tls.keyFile'] === '')) {
    found.push('tls.certFile and tls.keyFile go together');
  }
  if (config.auth === 'strict' && config.data === ':memory:' && config.keysFile === '') {
    found.push('auth = strict with data = :memory: has no place for keys; name a keysFile');
  }
  return [...found, ...contradictionsOfMail(config), ...contradictionsOfSinks(config)];
}

function contradictionsOfMail(config: Config): string[] {
  const found: string[] = [];
  const url = config['hooks.url'];
  const listen = config['email.bounces.listen'];
  if (url !== '' && !isBaseUrl(url)) {
    found.push('hooks.url must be a URL that begins with http: or https: and has no query');
  }
  if (url === '' && (config['email.tracking.opens'] || config['email.tracking.clicks'])) {
    found.push('email.tracking needs hooks.url: recipients must be able to reach this server');
  }
  if (listen !== '' && parsePrivateListenAddress(listen) === undefined) {
    found.push(
      'email.bounces.listen must be localhost or an IP address of a private network with a port, 127.0.0.1:10024',
    );
  }
  const hearsBounces = listen !== '' || config['email.bounces.maildir'] !== '';
  if (hearsBounces && !config.carriers.some(({ kind }) => kind === 'smtp')) {
    found.push('email.bounces needs a carrier of mail, [carriers.NAME] with kind = "smtp": nothing else bounces');
  }
  return found;
}

function contradictionsOfSinks(config: Config): string[] {
  const found: string[] = [];
  const urls = config['sinks.webhook.urls'];
  const endpoint = config['sinks.eventbridge.endpoint'];
  if (urls.length > 0 && config['sinks.webhook.secretFile'] === '') {
    found.push('sinks.webhook.urls needs sinks.webhook.secretFile: receivers must be able to tell who calls');
  }
  if (endpoint !== '' && config['sinks.eventbridge.credentialsFile'] === '') {
    found.push('sinks.eventbridge.endpoint needs sinks.eventbridge.credentialsFile');
  }
  if (![...urls, ...(endpoint === '' ? [] : [endpoint])].every(isHttpUrl)) {
    found.push('sinks.webhook.urls and sinks.eventbridge.endpoint must be URLs that begin with http: or https:');
  }
  if (new Set(urls).size < urls.length) found.push('sinks.webhook.urls names a URL twice');
  if (config['sinks.webhook.allowedNetworks'].some((network) => parseNetwork(network) === undefined)) {
    found.push('sinks.webhook.allowedNetworks must be IP addresses or networks such as 10.0.0.0/8');
  }
  return found;
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** What paths can be put behind. */
function isBaseUrl(text: string): boolean {
  return isHttpUrl(text) && !/[?#]/.test(text);
}
