import { createParser } from 'eventsource-parser'
import { EngineUnavailableError } from '../engine.ts'

const maxEventLength = 8_388_608

/** Yields the `data` of each event of an SSE body as soon as its last byte is in. */
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
  // A last event without its blank line is incomplete by the standard; servers that end so still mean it.
  parser.feed('\n\n')
  yield* ready.splice(0)
}
