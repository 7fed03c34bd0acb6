import type { LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { itemMetadata } from './model-context.ts'

/** Receives the parts of a stream. */
export type Emit = (part: LanguageModelV4StreamPart) => void

/** Emits text and reasoning as blocks, of which at most one is open. */
export interface TextBlocks {
  /**
   * Appends to the open block of this kind; another one is closed first. Empty fragments are ignored.
   *
   * @param itemId - Id of the item that the text belongs to, for the metadata of a new block.
   */
  add(kind: 'text' | 'reasoning', delta: string, itemId?: string): void
  /** Closes the open block, if any. */
  close(): void
}

/** Creates {@link TextBlocks}; each block has an id of its own. */
export function createTextBlocks(emit: Emit): TextBlocks {
  let open: { readonly kind: 'text' | 'reasoning'; readonly id: string } | undefined
  let count = 0
  const close = (): void => {
    if (open) emit({ type: `${open.kind}-end`, id: open.id })
    open = undefined
  }
  return {
    close,
    add(kind, delta, itemId) {
      if (delta === '') return
      if (open?.kind !== kind) {
        close()
        open = { kind, id: `${kind}-${count++}` }
        emit({ type: `${kind}-start`, id: open.id, ...itemMetadata(itemId) })
      }
      emit({ type: `${kind}-delta`, id: open.id, delta })
    },
  }
}
