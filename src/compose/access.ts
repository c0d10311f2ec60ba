/** Who may call: the authenticators of the three APIs, and the doors in front of everything. */
import { join } from 'node:path';
import { createAdminAuthenticator } from '../api/protocol/authenticate/admin.ts';
import type { Authenticator } from '../api/protocol/authenticate/authentication.ts';
import { createOpenAuthenticator } from '../api/protocol/authenticate/open.ts';
import { createStrictAuthenticator } from '../api/protocol/authenticate/strict.ts';
import { checkDoors, corsHeaders, type Doors, preflightResponse } from '../api/protocol/doors.ts';
import { errorResponse } from '../api/protocol/rest-json.ts';
import type { Config } from '../config/settings.ts';
import type { Mount } from '../http/mounts.ts';
import { createKeyRing } from '../keys/key-ring.ts';
import type { Ambient } from './ambient.ts';

/** The signing name of the campaigns' API, which the admin API shares. */
const SIGNING_NAME = 'connect-campaigns';
/** Of Amazon Q in Connect, to which the message templates belong. */
const TEMPLATE_SIGNING_NAME = 'wisdom';

export interface Access {
  readonly api: Authenticator;
  readonly templates: Authenticator;
  readonly admin: Authenticator;
  /** The mount behind the doors. */
  guarded(mount: Mount): Mount;
}

/** Access as configured; throws KeyFileError when the keys cannot be used. */
export function createAccess(config: Config, { wall, ids, log }: Ambient): Access {
  const doors: Doors = {
    allowedHosts: new Set(config['doors.hosts'].map((host) => host.toLowerCase())),
    allowedOrigins: new Set(config['doors.origins']),
  };
  const guarded = (mount: Mount): Mount => behindDoors(mount, doors, config.auth === 'open', ids.uuid);
  if (config.auth === 'open') {
    const open = createOpenAuthenticator();
    return { api: open, templates: open, admin: open, guarded };
  }
  const keys = createKeyRing({
    path: config.keysFile === '' ? join(config.data, 'keys.json') : config.keysFile,
    onUnusable: (error) => log.error('the keys were changed and cannot be used; those read before hold', { error }),
  });
  const deps = { keys, wallClock: wall };
  return {
    api: createStrictAuthenticator(deps, { service: SIGNING_NAME }),
    templates: createStrictAuthenticator(deps, { service: TEMPLATE_SIGNING_NAME }),
    admin: createAdminAuthenticator(deps, { service: SIGNING_NAME }),
    guarded,
  };
}

/**
 * A web page can send what open auth would believe, so there it must not come in; what strict auth believes is signed, and
 * no page can sign.
 */
function behindDoors(mount: Mount, doors: Doors, isOpen: boolean, newRequestId: () => string): Mount {
  return {
    prefix: mount.prefix,
    async handle(request) {
      const refusal = isOpen ? checkDoors(request, doors) : undefined;
      if (refusal !== undefined) return errorResponse(refusal.error, newRequestId());
      const response = preflightResponse(request, doors) ?? (await mount.handle(request));
      // Only a browser names an origin: everybody else is spared the copy.
      if (request.headers['origin'] === undefined) return response;
      return { ...response, headers: { ...response.headers, ...corsHeaders(request, doors) } };
    },
  };
}
