import { editImages, generateImages, type ImagesResult } from '@mira/media'
import { client } from '../../app/mira.ts'

/** What the form of the screen says. */
export interface ImageOrder {
  readonly prompt: string
  readonly references: readonly File[]
  readonly size: string
  readonly quality: string
  readonly count: number
  readonly seed: number | undefined
}

/** A picture that was made, with its content at hand. */
export interface Picture {
  readonly blob: Blob
  readonly prompt: string
  readonly revisedPrompt: string | undefined
  /** The picture it was made of. */
  readonly source: File | undefined
}

/** Makes pictures, or changes those that are given. */
export async function makeImages(order: ImageOrder, signal: AbortSignal): Promise<readonly Picture[]> {
  const { prompt, references, size, quality, count: n, seed } = order
  const params = { prompt, quality, n, ...(seed !== undefined && { seed }) }
  const result: ImagesResult =
    references.length === 0
      ? await generateImages(client, { ...params, size }, { signal })
      : await editImages(client, { ...params, reference_images: references }, { signal })
  return Promise.all(
    result.data.map(async (image) => ({
      blob: await image.blob({ signal }),
      prompt,
      revisedPrompt: image.revised_prompt ?? undefined,
      source: references[0],
    })),
  )
}
