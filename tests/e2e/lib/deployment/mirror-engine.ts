import type { ImageEngine, MadeImage } from '@mira/engine'

/** Creates an image engine that returns the first reference image, or one of a single pixel. */
export function createMirrorEngine(): ImageEngine {
  return {
    info: { name: 'mirror', kind: 'procedural', description: 'Gives back what it is shown.' },
    close: async () => undefined,
    generate: async ({ count }) => Array.from({ length: count }, () => toImage(onePixel)),
    edit: async ({ count, references }) => Array.from({ length: count }, () => toImage(references[0]!)),
  }
}

function toImage(data: Uint8Array): MadeImage {
  return { data, mediaType: 'image/png', seed: 1, width: 1, height: 1 }
}

/** A PNG of one black pixel. */
export const onePixel: Uint8Array = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
)
