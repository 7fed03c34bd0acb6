import type { VideoRequest } from '@mira/engine'

/** Task of the worker: the request with its seed resolved. */
export interface ClipTask extends VideoRequest {
  readonly seed: number
}
