import type { ChatMessage, ChatPart } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import type { ServerContext } from '../context.ts'

/** Maximum images per request, over all its messages. */
const maxImages = 10

/**
 * Replaces image URLs with data URIs, so that engines never fetch URLs chosen by a caller.
 *
 * @throws {ApiError} 400 for more than 10 images or an invalid image, 413 for an image that is too large.
 */
export async function inlineImages(
  { imageReader }: Pick<ServerContext, 'imageReader'>,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
): Promise<readonly ChatMessage[]> {
  const count = messages.flatMap(({ content }) => (Array.isArray(content) ? content.filter(isImage) : [])).length
  if (count === 0) return messages
  if (count > maxImages) throw new ApiError(400, `messages: expected at most ${maxImages} images, received ${count}`)

  async function inline(part: ChatPart): Promise<ChatPart> {
    if (!isImage(part)) return part
    const { data, mediaType } = await imageReader.read(part.image_url.url, { field: 'image_url', signal })
    const url = `data:${mediaType};base64,${Buffer.from(data).toString('base64')}`
    return { ...part, image_url: { ...part.image_url, url } }
  }
  return Promise.all(
    messages.map(async (message) => {
      const { content } = message
      return Array.isArray(content) ? { ...message, content: await Promise.all(content.map(inline)) } : message
    }),
  )
}

function isImage(part: ChatPart): part is Extract<ChatPart, { type: 'image_url' }> {
  return part.type === 'image_url'
}
