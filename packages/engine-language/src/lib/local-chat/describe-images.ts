import type { ChatMessage, EngineCallOptions } from '@mira/engine'
import { imagesOf, textOf } from './conversation.ts'

/** Describes an image in the context of a question. Connects a vision engine. */
export type DescribeImage = (
  url: string,
  question: string,
  options: { readonly signal?: AbortSignal | undefined; readonly caller?: string | undefined },
) => Promise<string>

/** Describes the images of the last user message, in order. */
export async function describeImages(
  messages: readonly ChatMessage[],
  describeImage: DescribeImage,
  { signal, caller }: EngineCallOptions,
): Promise<readonly string[]> {
  const last = messages.findLast(({ role }) => role === 'user')
  const descriptions: string[] = []
  for (const url of imagesOf(last)) {
    descriptions.push(await describeImage(url, textOf(last), { signal, caller }))
    signal?.throwIfAborted()
  }
  return descriptions
}
