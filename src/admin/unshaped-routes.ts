/** Routes of the admin API that do not speak JSON both ways, described by hand for the OpenAPI document. */
import { CHANNEL_SUBTYPES } from '../domain/channel-subtype.ts';

export interface UnshapedRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  /** Names in the path (in braces) and in the query. */
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: 'path' | 'query';
    readonly values?: readonly string[];
  }[];
  /** Media type of a request body. */
  readonly consumes?: string;
  readonly produces: string;
  /** Answers without anybody saying who they are. */
  readonly isPublic: boolean;
}

const SUPPRESSION_LIST = '/admin/v1/instances/{instanceId}/suppression';
const INSTANCE_ID = { name: 'instanceId', in: 'path' } as const;
const CHANNEL = { name: 'channel', in: 'query', values: CHANNEL_SUBTYPES } as const;

export const UNSHAPED_ROUTES = {
  live: {
    method: 'GET',
    path: '/admin/v1/health/live',
    summary: 'Answers 200 while the process runs.',
    produces: 'application/json',
    isPublic: true,
  },
  ready: {
    method: 'GET',
    path: '/admin/v1/health/ready',
    summary: 'Answers 200 while calls and work are taken, else 503.',
    produces: 'application/json',
    isPublic: true,
  },
  metrics: {
    method: 'GET',
    path: '/metrics',
    summary: 'The Prometheus text format.',
    produces: 'text/plain',
    isPublic: true,
  },
  openApi: {
    method: 'GET',
    path: '/admin/v1/openapi.json',
    summary: 'This document.',
    produces: 'application/json',
    isPublic: false,
  },
  eventStream: {
    method: 'GET',
    path: '/admin/v1/events/stream',
    summary:
      'Events as they happen, as server-sent events; Last-Event-ID or ?after= begins after that event, ?family= tells them in the words of contact events (contact) or of campaign objects (campaign).',
    produces: 'text/event-stream',
    isPublic: false,
  },
  importProfiles: {
    method: 'POST',
    path: '/admin/v1/profiles',
    summary:
      'Adds or replaces profiles, one JSON object a line; answers how many were stored and which lines were not.',
    consumes: 'application/x-ndjson',
    produces: 'application/json',
    isPublic: false,
  },
  exportEvidence: {
    method: 'GET',
    path: '/admin/v1/campaigns/{id}/abandonment/evidence',
    summary: 'Every live answer of a campaign with its time to an agent, line by line.',
    parameters: [
      { name: 'id', in: 'path' },
      { name: 'format', in: 'query', values: ['json', 'csv'] },
    ],
    produces: 'application/x-ndjson',
    isPublic: false,
  },
  exportSuppression: {
    method: 'GET',
    path: SUPPRESSION_LIST,
    summary: 'The suppression list of an instance, line by line; masked unless reveal is true.',
    parameters: [
      INSTANCE_ID,
      CHANNEL,
      { name: 'format', in: 'query', values: ['ndjson', 'csv', 'plain'] },
      { name: 'reveal', in: 'query', values: ['true', 'false'] },
    ],
    produces: 'application/x-ndjson',
    isPublic: false,
  },
  importSuppression: {
    method: 'POST',
    path: SUPPRESSION_LIST,
    summary:
      'Puts recipients on the suppression list: one a line, plain, as CSV (text/csv) or NDJSON (application/x-ndjson).',
    parameters: [INSTANCE_ID, CHANNEL],
    consumes: 'text/plain',
    produces: 'application/json',
    isPublic: false,
  },
  removeSuppression: {
    method: 'DELETE',
    path: SUPPRESSION_LIST,
    summary: 'Takes recipients off the suppression list; the body is as for putting them on.',
    parameters: [INSTANCE_ID, CHANNEL],
    consumes: 'text/plain',
    produces: 'application/json',
    isPublic: false,
  },
} as const satisfies Record<string, UnshapedRoute>;

/** The path of a route for this path: the same, or with the instance or the campaign in braces. */
export function routePath(rawPath: string): string {
  return rawPath
    .replace(/^(\/admin\/v1\/instances\/)[^/]+(\/suppression)$/, '$1{instanceId}$2')
    .replace(/^(\/admin\/v1\/campaigns\/)[^/]+(\/abandonment\/evidence)$/, '$1{id}$2');
}
