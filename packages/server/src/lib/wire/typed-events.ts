import type { ApiError } from '../api-error.ts'
import { toErrorObject } from './error-body.ts'
import { encodeEvent } from './sse.ts'

/** Encodes events, each named by its type. A failure becomes the last one, an `error` event. */
export async function* encodeTypedEvents(
  events: AsyncIterable<{ readonly type: string }> | Iterable<{ readonly type: string }>,
  toError: (error: unknown) => ApiError,
): AsyncGenerator<string> {
  try {
    for await (const event of events) yield encodeEvent(JSON.stringify(event), event.type)
  } catch (error) {
    const failure = { type: 'error', error: toErrorObject(toError(error)) }
    yield encodeEvent(JSON.stringify(failure), failure.type)
  }
}
