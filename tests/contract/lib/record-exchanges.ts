import type { Fetch } from '@mira/core'
import { createParser } from 'eventsource-parser'

/** A request and its response, as transmitted. */
export interface Exchange {
  /** `METHOD /path`, as in the document. */
  readonly operation: string
  /** Parsed JSON; `undefined` for a request without a body. */
  readonly request: unknown
  readonly status: number
  /** Media type without parameters. */
  readonly mediaType: string
  /** Reads the whole body. */
  text(): Promise<string>
}

/** A `fetch` that records its exchanges. */
export interface ExchangeRecorder {
  readonly fetch: Fetch
  /** Returns and clears the recorded exchanges. */
  take(): Exchange[]
}

/** Creates an empty recorder. */
export function recordExchanges(): ExchangeRecorder {
  const exchanges: Exchange[] = []
  return {
    async fetch(url, init) {
      const response = await fetch(url, init)
      const copy = response.clone()
      let body: Promise<string> | undefined
      exchanges.push({
        operation: `${init.method} ${new URL(url).pathname}`,
        request: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
        status: response.status,
        mediaType: response.headers.get('content-type')?.split(';')[0] ?? '',
        text() {
          body ??= copy.text()
          return body
        },
      })
      return response
    },
    take: () => exchanges.splice(0),
  }
}

/** One event of a stream. */
export interface StreamEvent {
  readonly event: string | undefined
  readonly data: string
}

/** Parses a whole `text/event-stream` body with a third-party parser. */
export function readEvents(body: string): StreamEvent[] {
  const events: StreamEvent[] = []
  createParser({ onEvent: ({ event, data }) => events.push({ event, data }) }).feed(body)
  return events
}
