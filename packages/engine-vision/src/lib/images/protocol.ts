import type { ImageEditRequest, ImageRequest, MadeImage } from '@mira/engine'

/** Task of the worker: the request with the seed of its first image resolved. */
export type ImageTask =
  | { readonly kind: 'generate'; readonly request: ImageRequest & { readonly seed: number } }
  | { readonly kind: 'edit'; readonly request: ImageEditRequest & { readonly seed: number } }

/** Result of a task. */
export type ImageResult = readonly MadeImage[]
