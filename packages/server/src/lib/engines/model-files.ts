import type { ModelOrigin } from '@mira/engine'

/** Files of a model on this machine. */
export interface ModelFiles {
  readonly paths: readonly string[]
  readonly origin: ModelOrigin
}
