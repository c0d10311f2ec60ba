/** Routes of the admin API that do not speak JSON both ways, described by hand for the OpenAPI document. */

export interface UnshapedRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly summary: string;
  /** Media type of a request body. */
  readonly consumes?: string;
  readonly produces: string;
  /** Answers without anybody saying who they are. */
  readonly isPublic: boolean;
}

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
} as const satisfies Record<string, UnshapedRoute>;
