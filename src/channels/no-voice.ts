/** The voice channel where nothing places calls: it takes none, so that requests wait. */
import { NO_CARRIER } from './not-sent.ts';
import type { VoiceChannel } from './voice.ts';

export const NO_VOICE: VoiceChannel = {
  capacity: () => 0,
  stateOf: () => ({ carrier: undefined }),
  place: async () => ({ kind: 'notSent', reason: NO_CARRIER }),
  onCallEvent: () => undefined,
  cancel: () => undefined,
  hangUp: () => undefined,
  play: async () => undefined,
  bridge: async () => undefined,
};
