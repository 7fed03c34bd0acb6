import type { VideoRequest } from '@mira/engine'

/** A task of the worker: the request with its seed settled. */
export interface ClipTask extends VideoRequest {
  readonly seed: number
}
