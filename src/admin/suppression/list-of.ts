/** Which suppression list a request is about. */
import { validationError } from '../../api/protocol/errors.ts';
import type { HttpRequest } from '../../api/protocol/http-message.ts';
import { decodePercent } from '../../api/protocol/mux.ts';
import { parseQuery } from '../../api/protocol/query.ts';
import { CHANNEL_SUBTYPES, type ChannelSubtype } from '../../domain/channel-subtype.ts';

export interface NamedList {
  readonly connectInstanceId: string;
  /** From `?channel=`. */
  readonly channelSubtype?: ChannelSubtype;
  readonly query: ReadonlyMap<string, readonly string[]>;
}

const LIST_PATH = /^\/admin\/v1\/instances\/([^/]+)\/suppression$/;
/** Model shape InstanceId. */
const INSTANCE_ID_MAX = 256;

/** The list that the path and the query name; throws a ValidationException. */
export function listOf({ rawPath, rawQuery }: HttpRequest): NamedList {
  const connectInstanceId = decodePercent(LIST_PATH.exec(rawPath)?.[1] ?? '');
  if (connectInstanceId === undefined || connectInstanceId === '' || connectInstanceId.length > INSTANCE_ID_MAX) {
    throw validationError('The instance id is not percent-encoded UTF-8 of at most 256 characters');
  }
  const query = parseQuery(rawQuery);
  const channel = query.get('channel')?.at(-1);
  if (channel === undefined) return { connectInstanceId, query };
  const channelSubtype = CHANNEL_SUBTYPES.find((subtype) => subtype === channel);
  if (channelSubtype === undefined) throw validationError(`channel is none of ${CHANNEL_SUBTYPES.join(', ')}`);
  return { connectInstanceId, channelSubtype, query };
}
