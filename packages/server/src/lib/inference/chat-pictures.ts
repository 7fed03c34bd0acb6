import type { ChatMessage, ChatPart } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import type { ServerContext } from '../context.ts'

/** Pictures of one request, in all its messages. */
const maxPictures = 10

/**
 * Puts the pictures themselves in the place of their addresses, so that no engine fetches what a caller names.
 *
 * @throws {ApiError} 400 for more than 10 pictures and for what is none, 413 for one that is too large.
 */
export async function inlinePictures(
  { pictures }: Pick<ServerContext, 'pictures'>,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
): Promise<readonly ChatMessage[]> {
  const count = messages.flatMap(({ content }) => (Array.isArray(content) ? content.filter(isPicture) : [])).length
  if (count === 0) return messages
  if (count > maxPictures) throw new ApiError(400, `messages: at most ${maxPictures} pictures, not ${count}`)

  async function inline(part: ChatPart): Promise<ChatPart> {
    if (!isPicture(part)) return part
    const { data, mediaType } = await pictures.read(part.image_url.url, { field: 'image_url', signal })
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

function isPicture(part: ChatPart): part is Extract<ChatPart, { type: 'image_url' }> {
  return part.type === 'image_url'
}
