import { type EventReader, reportedError } from '@mira/core/internal'
import type { MiraResponse } from './response.ts'
import { createResponseAccumulator } from './response-accumulator.ts'
import type { ResponseEvent } from './response-event.ts'
import { isDoneEvent, parseEvent } from './stream-event.ts'

/** Options of {@link createResponseReader}. */
export interface ResponseReaderOptions {
  /** Response whose rest is read. Events that it already contains are ignored. */
  readonly partial?: MiraResponse | undefined
  /** Whether a failed response is a result, not an error. */
  readonly returnsFailed?: boolean | undefined
}

const failedTypes: readonly string[] = ['response.failed', 'error']
const terminalTypes: readonly string[] = ['response.completed', 'response.incomplete', 'response.cancelled']

/** Sequence numbers of the last events that partial responses contain. */
const positions: WeakMap<object, number> = /* @__PURE__ */ new WeakMap()

/** Returns the sequence number of the last event in a partial response, if the response is from this process. */
export const positionOf = (partial: object): number | undefined => positions.get(partial)

/** Creates a reader for a stream of responses. */
export function createResponseReader(
  operation: string,
  { partial, returnsFailed }: ResponseReaderOptions = {},
): EventReader<ResponseEvent, MiraResponse> {
  const accumulator = createResponseAccumulator(partial)
  let position = partial && positions.get(partial)
  let isDone = false
  return {
    read(message) {
      isDone = isDoneEvent(message)
      if (isDone) return undefined
      const event = parseEvent(operation, message) as ResponseEvent | null
      if (!event) return null
      const { sequence_number } = event
      if (partial && (sequence_number as number) <= (position as number)) return undefined
      position = sequence_number ?? position
      // The event name repeats the type; a server may send only one of them.
      event.type ??= message.event as never
      accumulator.add(event)
      isDone = terminalTypes.includes(event.type) || (returnsFailed === true && event.type === failedTypes[0])
      if (!isDone && failedTypes.includes(event.type)) throw reportedError(event.response ?? event, { operation })
      return event
    },
    isDone: () => isDone,
    isComplete: () => isDone,
    snapshot() {
      const response = accumulator.response()
      if (position !== undefined) positions.set(response, position)
      return response
    },
  }
}
