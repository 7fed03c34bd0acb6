import type { ServerEngines } from '../options.ts'

/** Leaves out the media engines, for servers whose tests are of something else. */
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
