import type { Download } from '@mira/core'

/**
 * A picture or sound, wherever it is: at an address, still on its way, or in the reply itself. It is read once, whole
 * (`bytes`, `blob`) or piece by piece (`stream`, `pieces`, iterating).
 */
export type MediaContent = Pick<
  Download,
  'bytes' | 'blob' | 'stream' | 'pieces' | 'open' | 'progress' | 'close' | typeof Symbol.asyncIterator
>
