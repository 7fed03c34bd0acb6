import { createParser } from 'eventsource-parser'
import { EngineUnavailableError } from '../engine.ts'

const maxEventLength = 8_388_608

/** Parses an SSE body and yields the `data` of each event as soon as it is complete. */
export async function* parseEventStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder()
  const ready: string[] = []
  let failure: Error | undefined
  const parser = createParser({
    maxBufferSize: maxEventLength,
    onEvent: (event) => ready.push(event.data),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') failure = error
    },
  })
  for await (const chunk of chunks) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    yield* ready.splice(0)
    if (failure) throw new EngineUnavailableError('The upstream sent an event beyond 8 MiB', { cause: failure })
  }
  // By the standard, a final event without a blank line is incomplete, but servers that end this way do mean it.
  parser.feed('\n\n')
  yield* ready.splice(0)
}
