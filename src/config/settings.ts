/**
 * Every setting once: its name, kind, default and meaning. From a row follow the flag (`--log-level`), the environment
 * variable (`CAMPANILE_LOG_LEVEL`), the place in the file (`level` under `[log]`) and the type in Config. Secrets are never
 * settings: a setting names the file that holds one. (A schema library would add 150 ms to a start of 400 ms.)
 */
import type { Instant } from '../lib/clock.ts';
import { LOG_LEVELS } from '../telemetry/log.ts';
import type { CarrierConfig } from './carriers.ts';
import { choice, choices, type Kind, list, number, switched, text, time, type ValueOf } from './kinds.ts';

export interface Setting<Value = unknown> {
  readonly kind: Kind<Value>;
  readonly fallback: Value;
  readonly meaning: string;
}

const setting = <Value>(kind: Kind<Value>, fallback: NoInfer<Value>, meaning: string): Setting<Value> => ({
  kind,
  fallback,
  meaning,
});

/** What a sink can be sent: contact events of calls, Campaign-* objects, and requests in our own words. */
const EVENT_FAMILIES = ['contact', 'campaign', 'request'] as const;

/** The default port; an arbitrary one that nothing well known uses. */
export const DEFAULT_PORT = 4577;

export const SETTINGS = {
  host: setting(text('ADDRESS'), '127.0.0.1', 'Address to listen on.'),
  port: setting(
    number('PORT', { min: 0, max: 65_535, whole: true }),
    DEFAULT_PORT,
    'Port to listen on; 0 picks a free one.',
  ),
  data: setting(text('FOLDER'), '', 'Data folder, or :memory: to keep nothing [the user data folder].'),
  auth: setting(
    choice(['open', 'strict']),
    'open',
    'Who may call: anybody, or who signs with a key of this installation.',
  ),
  limits: setting(choice(['relaxed', 'aws']), 'relaxed', "AWS's quotas, rates and lead times, or generous ones."),
  clock: setting(choice(['real', 'virtual']), 'real', 'Real time, or time that stands still until it is advanced.'),
  start: setting<Instant | undefined>(time('TIME'), undefined, 'Where a virtual clock begins, ISO 8601 [now].'),
  allowOpenBind: setting(switched(), false, 'Open auth on an address that others can reach.'),
  drainSeconds: setting(number('SECONDS', { min: 0, max: 3600 }), 30, 'How long live work may go on after SIGTERM.'),
  keysFile: setting(text('FILE'), '', 'Keys of strict auth [keys.json in the data folder].'),
  'log.level': setting(choice(LOG_LEVELS), 'info', 'Least severe log lines that are written.'),
  'log.format': setting(choice(['auto', 'json', 'readable']), 'auto', 'JSON, or readable on a terminal.'),
  'tls.certFile': setting(text('FILE'), '', 'Certificate chain, PEM; with tls.keyFile the server speaks HTTPS.'),
  'tls.keyFile': setting(text('FILE'), '', 'Private key, PEM.'),
  'doors.hosts': setting(list('HOST,...'), [], 'Further values of the Host header, beside localhost and IP addresses.'),
  'doors.origins': setting(list('ORIGIN,...'), [], 'Web origins that may call from a browser.'),
  'http.maxConnections': setting(
    number('COUNT', { min: 1, max: 100_000, whole: true }),
    1_000,
    'Open connections; more are closed at once.',
  ),
  'capacity.callStartsPerSecond': setting(number('RATE', { min: 0.01, max: 10_000 }), 50, 'Calls placed per second.'),
  'capacity.concurrentCalls': setting(
    number('COUNT', { min: 1, max: 100_000, whole: true }),
    500,
    'Calls at the same time.',
  ),
  'capacity.messagesPerSecond': setting(
    number('RATE', { min: 0.01, max: 100_000 }),
    500,
    'Messages per second and channel.',
  ),
  'pacing.mayCancelRinging': setting(
    switched(),
    false,
    'A predictive campaign may give up a call that has rung for 15 s; its request then has had its attempt.',
  ),
  'pacing.amdFalsePositiveEstimate': setting(
    number('SHARE', { min: 0, max: 1 }),
    0,
    'Share of live answers on which machine detection hangs up: predictive campaigns count them as abandoned.',
  ),
  'retention.evidenceDays': setting(
    number('DAYS', { min: 31, max: 36_500, whole: true }),
    400,
    'How long the evidence about live answers is kept.',
  ),
  'retention.requestDays': setting(
    number('DAYS', { min: 0, max: 36_500, whole: true }),
    0,
    'How long requests are kept after their end, with their events; 0 keeps them for ever.',
  ),
  'channels.loopback.speed': setting<number | undefined>(
    number('FACTOR', { min: 0.001, max: 1_000_000 }),
    undefined,
    'Divides the durations of the loopback world [10 on the real clock, 1 on the virtual].',
  ),
  'channels.loopback.seed': setting(
    number('SEED', { min: 0, max: 4_294_967_295, whole: true }),
    1,
    'Seed of the outcomes that the loopback world draws.',
  ),
  'channels.loopback.beside': setting(
    switched(),
    false,
    'With carriers configured, loopback stands in for the channels that have none; otherwise these take nothing.',
  ),
  'hooks.url': setting(
    text('URL'),
    '',
    'Where recipients reach this server, for links in mails: https://campanile.example.com [no links].',
  ),
  'email.bounces.listen': setting(text('HOST:PORT'), '', 'Where the MTA hands over bounces and complaints [nowhere].'),
  'email.bounces.protocol': setting(choice(['lmtp', 'smtp']), 'lmtp', 'What the MTA speaks there.'),
  'email.bounces.maildir': setting(text('FOLDER'), '', 'Maildir that bounces and complaints are read from [none].'),
  'email.unsubscribe': setting(switched(), true, 'One-click unsubscribe in every mail (RFC 8058); needs hooks.url.'),
  'email.tracking.opens': setting(switched(), false, 'A pixel in HTML mails tells of opens; needs hooks.url.'),
  'email.tracking.clicks': setting(switched(), false, 'Links in HTML mails tell of clicks; needs hooks.url.'),
  'templates.missingValue': setting(
    choice(['fail', 'send']),
    'fail',
    'A placeholder without a value ends the request, or is sent as it stands.',
  ),
  'sinks.file.path': setting(text('FILE'), '', 'Append events to this file, one JSON object a line [no file].'),
  'sinks.file.events': setting(choices(EVENT_FAMILIES), EVENT_FAMILIES, 'Which events go to the file.'),
  'sinks.webhook.urls': setting(list('URL,...'), [], 'Receivers of events, as signed batches of CloudEvents [none].'),
  'sinks.webhook.secretFile': setting(
    text('FILE'),
    '',
    'Secrets that webhooks are signed with: whsec_..., one a line.',
  ),
  'sinks.webhook.allowedNetworks': setting(
    list('NETWORK,...'),
    [],
    'Networks that are not public and that webhooks may be sent into, such as 10.0.0.0/8 [none].',
  ),
  'sinks.webhook.events': setting(choices(EVENT_FAMILIES), EVENT_FAMILIES, 'Which events go to webhooks.'),
  'sinks.eventbridge.endpoint': setting(
    text('URL'),
    '',
    'Endpoint of EventBridge, or of what stands in for it [none].',
  ),
  'sinks.eventbridge.region': setting(text('REGION'), 'us-east-1', 'Region that PutEvents is signed for.'),
  'sinks.eventbridge.bus': setting(text('NAME'), 'default', 'Event bus.'),
  'sinks.eventbridge.source': setting(
    text('SOURCE'),
    'aws.connect',
    'Source of contact events; AWS itself takes none that begins with aws.',
  ),
  'sinks.eventbridge.credentialsFile': setting(text('FILE'), '', 'Shared credentials file of AWS with [default].'),
  'sinks.eventbridge.events': setting(choices(EVENT_FAMILIES), ['contact'], 'Which events go to EventBridge.'),
  'sinks.revealRecipients': setting(switched(), false, 'Numbers and addresses in Campaign-* objects of sinks.'),
  'sinks.timeoutSeconds': setting(number('SECONDS', { min: 0.1, max: 300 }), 10, 'Longest that one delivery may take.'),
  'sinks.giveUpAfterHours': setting(
    number('HOURS', { min: 0, max: 8_760 }),
    72,
    'How long a failing receiver is waited for before events become dead letters.',
  ),
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** What the service is told: by the names of the settings, and the carriers of the file. */
export type Config = { readonly [Name in SettingName]: ValueOf<(typeof SETTINGS)[Name]['kind']> } & {
  /** Sorted by name; without any, loopback carries everything. */
  readonly carriers: readonly CarrierConfig[];
};

/** `log.level` -> `--log-level`. */
export const flagOf = (name: SettingName): string => `--${words(name).join('-')}`;

/** `log.level` -> `CAMPANILE_LOG_LEVEL`. */
export const variableOf = (name: SettingName): string => `CAMPANILE_${words(name).join('_').toUpperCase()}`;

function words(name: string): string[] {
  return name.replaceAll(/[A-Z]/g, (capital) => `.${capital.toLowerCase()}`).split('.');
}
