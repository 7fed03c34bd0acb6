import type { IncomingMessage } from 'node:http'

/** A request received by the server. */
export interface RecordedRequest {
  readonly method: string
  /** Path as sent: percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Headers by lower-case name; repeated ones are joined with `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Headers as sent: same order, case and repetitions. */
  readonly rawHeaders: readonly (readonly [name: string, value: string])[]
  /** Body bytes received so far; all of them once {@link RecordedRequest.isComplete}. */
  readonly body: Uint8Array
  /** Whether the whole body has been received; stays `false` if the client disconnected. */
  readonly isComplete: boolean
  /** Time the request headers arrived, in milliseconds since the server started. */
  readonly at: number
  /** Number of the request to this route, starting at 1. */
  readonly attempt: number
  /** Number of the connection, starting at 1; equal numbers mean a reused connection. */
  readonly connection: number
  /** Resolves when the connection of the request is closed. */
  readonly closed: Promise<void>
  /** Returns the body as UTF-8 text. */
  text(): string
  /** Parses the body as JSON. */
  json(): unknown
  /** Parses a multipart or URL-encoded body with the platform's own parser. */
  formData(): Promise<FormData>
}

/** Metadata of a request that is not part of its message. */
export interface RequestOrigin {
  at: number
  attempt: number
  connection: number
  closed: Promise<void>
}

/** Record of one request, which collects the body as it arrives. */
export class RequestRecord implements RecordedRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  readonly rawHeaders: readonly (readonly [name: string, value: string])[]
  readonly at: number
  readonly attempt: number
  readonly connection: number
  readonly closed: Promise<void>
  #isComplete = false
  #parts: Uint8Array[] = []

  constructor(message: IncomingMessage, { at, attempt, connection, closed }: RequestOrigin) {
    const { path, query } = splitTarget(message.url ?? '/')
    this.method = message.method ?? 'GET'
    this.path = path
    this.query = new URLSearchParams(query)
    this.rawHeaders = toPairs(message.rawHeaders)
    this.headers = joinHeaders(this.rawHeaders)
    this.at = at
    this.attempt = attempt
    this.connection = connection
    this.closed = closed
  }

  get body(): Uint8Array {
    if (this.#parts.length !== 1) this.#parts = [Buffer.concat(this.#parts)]
    return this.#parts[0]!
  }

  get isComplete(): boolean {
    return this.#isComplete
  }

  text(): string {
    return Buffer.from(this.body).toString('utf8')
  }

  json(): unknown {
    return JSON.parse(this.text())
  }

  formData(): Promise<FormData> {
    const headers = { 'content-type': this.headers['content-type'] ?? '' }
    return new Response(new Uint8Array(this.body), { headers }).formData()
  }

  /** Collects the body until it is complete or the client disconnects. */
  async receive(message: IncomingMessage): Promise<void> {
    try {
      for await (const part of message) this.#parts.push(part)
      this.#isComplete = message.complete
    } catch {
      // The client disconnected: `isComplete` stays false.
    }
  }
}

/** Splits a request target into path and query, without decoding them. */
export function splitTarget(target: string): { path: string; query: string } {
  const mark = target.indexOf('?')
  return mark < 0 ? { path: target, query: '' } : { path: target.slice(0, mark), query: target.slice(mark + 1) }
}

function toPairs(flat: readonly string[]): [string, string][] {
  return Array.from({ length: flat.length / 2 }, (_, index) => [flat[2 * index]!, flat[2 * index + 1]!])
}

function joinHeaders(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null)
  for (const [name, value] of pairs) {
    const key = name.toLowerCase()
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`
  }
  return headers
}
