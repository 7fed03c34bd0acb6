import type { Clip, VideoRequest } from '@mira/engine'

/** One clip to be made by the thread. */
export interface ClipTask extends VideoRequest {
  readonly seed: number
}

/** What the thread answers. */
export interface ClipResult extends Clip {
  readonly data: Uint8Array<ArrayBuffer>
}
