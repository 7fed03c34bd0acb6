import { type EventReader, reportedError } from '@mira/core/internal'
import { createChatAccumulator } from './chat-accumulator.ts'
import type { ChatChunk, ChatCompletion } from './chat-completion.ts'
import { isDoneEvent, parseEvent } from './stream-event.ts'

/**
 * Creates a reader for a chat stream.
 *
 * @param operation - Name of the operation, for errors.
 * @param answers - Number of choices that have to finish. Defaults to 1.
 */
export function createChatReader(
  operation: string,
  answers: number | null | undefined,
): EventReader<ChatChunk, ChatCompletion> {
  const accumulator = createChatAccumulator()
  let isDone = false
  return {
    read(event) {
      isDone = isDoneEvent(event)
      if (isDone) return undefined
      const chunk = parseEvent(operation, event) as ChatChunk | null
      // Events of a gateway, such as `event: ping`, have neither choices nor usage.
      if (!chunk || (event.event !== 'message' && !chunk.choices && !chunk.usage)) return null
      if (!Array.isArray(chunk.choices)) chunk.choices = []
      for (const choice of chunk.choices) if (choice?.error) throw reportedError(choice, { operation })
      accumulator.add(chunk)
      return chunk
    },
    isDone: () => isDone,
    isComplete: () => accumulator.hasFinished(answers ?? 1),
    snapshot: accumulator.completion,
  }
}
