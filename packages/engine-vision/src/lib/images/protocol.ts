import type { ImageEditRequest, ImageRequest, MadeImage } from '@mira/engine'

/** A task of the worker: the request with the seed of its first picture settled. */
export type ImageTask =
  | { readonly kind: 'generate'; readonly request: ImageRequest & { readonly seed: number } }
  | { readonly kind: 'edit'; readonly request: ImageEditRequest & { readonly seed: number } }

/** What the worker answers. */
export type ImageResult = readonly MadeImage[]
