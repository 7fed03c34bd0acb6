import { editImages, generateImages, type ImagesResult } from '@mira/media'
import { client } from '../../app/mira.ts'

/** Settings of a request. */
export interface ImageSettings {
  readonly prompt: string
  readonly references: readonly File[]
  readonly size: string
  readonly quality: string
  readonly count: number
  readonly seed: number | undefined
}

/** A generated image with its content. */
export interface GeneratedImage {
  readonly blob: Blob
  readonly prompt: string
  readonly revisedPrompt: string | undefined
  /** Reference image of an edit. */
  readonly source: File | undefined
}

/** Generates images, or edits the reference images if there are any. */
export async function requestImages(settings: ImageSettings, signal: AbortSignal): Promise<readonly GeneratedImage[]> {
  const { prompt, references, size, quality, count: n, seed } = settings
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
