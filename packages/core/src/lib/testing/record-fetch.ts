import type { Fetch } from '../wire-types.ts'
import { encodeBody, type Fixture, keepHeaders, mask, type RecordedExchange } from './fixture.ts'

/** A `fetch` that records its exchanges. Created by {@link recordFetch}. */
export interface FetchRecorder {
  /** Recording `fetch`, for `createClient({ fetch })`. */
  readonly fetch: Fetch
  /** Returns the recording so far, ready for `JSON.stringify`; responses still being read have the end `aborted`. */
  fixture(): Fixture
}

interface Note {
  readonly method: string
  readonly target: string
  response: Response | undefined
  readonly parts: Uint8Array[]
  end: RecordedExchange['end']
}

/**
 * Records real exchanges for {@link replayFetch}. Credentials are excluded: request headers, request bodies and cookies
 * are not recorded, and every `sk-mira-…` key and given secret is masked, even if it is split between reads.
 *
 * @param fetch - Function that sends the requests, usually `globalThis.fetch`.
 * @param options - `secrets`: further strings to mask, such as a key of another format.
 */
export function recordFetch(fetch: Fetch, { secrets = [] }: { secrets?: readonly string[] } = {}): FetchRecorder {
  const notes: Note[] = []
  return {
    async fetch(url, init) {
      const { pathname, search } = new URL(url)
      const note: Note = {
        method: init.method ?? 'GET',
        target: mask(pathname + search, secrets),
        response: undefined,
        parts: [],
        end: 'failed',
      }
      notes.push(note)
      const response = await fetch(url, init)
      note.response = response
      note.end = response.body ? 'aborted' : 'complete'
      return listen(response, note)
    },
    fixture: () => ({ version: 1, exchanges: notes.map((note) => describe(note, secrets)) }),
  }
}

/** Returns the same response with a body that is recorded as it is read. */
function listen(response: Response, note: Note): Response {
  const { body, status, statusText, headers } = response
  if (!body) return response
  const reader = body.getReader()
  const noted = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await reader.read()
          if (done) {
            note.end = 'complete'
            return controller.close()
          }
          note.parts.push(value.slice())
          controller.enqueue(value)
        } catch (error) {
          note.end = 'failed'
          throw error
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  return new Response(noted, { status, statusText, headers })
}

function describe({ method, target, response, parts, end }: Note, secrets: readonly string[]): RecordedExchange {
  if (!response) return { method, target, end }
  let offset = 0
  const splitAt = parts.slice(0, -1).map((part) => {
    offset += part.length
    return offset
  })
  const { status, headers } = response
  const reply = { status, headers: keepHeaders(headers, secrets), ...encodeBody(parts, secrets), splitAt }
  return { method, target, reply, end }
}
