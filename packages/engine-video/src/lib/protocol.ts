import type { Clip, VideoRequest } from '@mira/engine'

/** Task of the worker: the request with its seed resolved. */
export interface ClipTask extends VideoRequest {
  readonly seed: number
}

/** Clip of the local engine, which knows all that a clip may state. */
export type LocalClip = { readonly [Field in keyof Clip]-?: NonNullable<Clip[Field]> }
