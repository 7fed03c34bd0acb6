import type { IncomingMessage } from 'node:http'

/** A request as it reached the server. */
export interface RecordedRequest {
  readonly method: string
  /** Path as sent: still percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Headers by lower-case name; repeated ones are joined with `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Headers in the order, number and case in which they were sent. */
  readonly rawHeaders: readonly (readonly [name: string, value: string])[]
  /** Body bytes received so far; all of them once {@link RecordedRequest.isComplete}. */
  readonly body: Uint8Array
  /** False while the body is on its way, and for good when the client broke off. */
  readonly isComplete: boolean
  /** Arrival of the head, in milliseconds since the server started. */
  readonly at: number
  /** Which request to its route this is, from 1. */
  readonly attempt: number
  /** Which connection carried it, from 1: equal numbers mean a reused connection. */
  readonly connection: number
  /** Resolves when the connection that carried it is closed. */
  readonly closed: Promise<void>
  text(): string
  json(): unknown
  /** Reads a multipart or URL-encoded body with the platform's own parser. */
  formData(): Promise<FormData>
}

/** What the server knows of a request besides its message. */
export interface RequestOrigin {
  at: number
  attempt: number
  connection: number
  closed: Promise<void>
}

/** Records one request, and its body as it arrives. */
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

  /** Collects the body until it is complete or the client breaks off. */
  async receive(message: IncomingMessage): Promise<void> {
    try {
      for await (const part of message) this.#parts.push(part)
      this.#isComplete = message.complete
    } catch {
      // The client broke off: `isComplete` stays false, which is all there is to record.
    }
  }
}

/** Path and query of a request target, neither decoded. */
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
