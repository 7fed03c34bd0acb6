import type { Download } from '@mira/core'

/**
 * Content of an image or audio: at a URL, still being received, or included in the reply. It can be read once, as a
 * whole (`bytes`, `blob`) or in chunks (`stream`, `chunks`, iteration).
 */
export type MediaContent = Pick<
  Download,
  'bytes' | 'blob' | 'stream' | 'chunks' | 'open' | 'progress' | 'close' | typeof Symbol.asyncIterator
>
