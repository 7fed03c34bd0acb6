import type { ServerEngines } from '../engines/server-engines.ts'

/** Disables the media engines, for servers whose tests do not need them. */
export const noMediaEngines = {
  images: null,
  vision: null,
  speech: null,
  transcription: null,
  music: null,
  video: null,
  moderation: null,
  imageModeration: null,
} as const satisfies ServerEngines
