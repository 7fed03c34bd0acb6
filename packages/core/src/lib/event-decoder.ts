import { MiraError } from './error.ts'
import { textDecoder, withoutBom } from './read-body.ts'

/** One event of an event stream, as dispatched by the WHATWG standard. */
export interface ServerSentEvent {
  /** Value of the last `event` field, or `message`. */
  readonly event: string
  /** Values of the `data` fields, joined by line feeds. */
  readonly data: string
  /** Last event ID so far; empty before the first. */
  readonly id: string
}

/** Options for {@link EventDecoder}. */
export interface EventDecoderOptions {
  /** Maximum size of an event or a line, in bytes. Defaults to 16 MiB. */
  readonly maxEventBytes?: number | undefined
}

const lineFeed = 10
const carriageReturn = 13
const defaultMaxEventBytes = 16_777_216

/**
 * Incremental decoder for event streams; chunks may be split anywhere (WHATWG HTML §9.2.6).
 *
 * Bytes are decoded only up to the last line ending received, so that no character is split; the rest is buffered
 * until its line is complete. The cost of an event is therefore independent of how the network splits it.
 */
export class EventDecoder {
  /** Reconnection time requested by the server, in milliseconds. */
  retryMs: number | undefined
  /** Number of comments so far; servers send them as keep-alives. */
  commentCount = 0

  readonly #maxEventBytes: number
  #rest: Uint8Array[] = []
  #restBytes = 0
  #isAtStart = true
  #skipsLineFeed = false
  #data: string | undefined
  #dataLength = 0
  #event = ''
  #idField = ''
  #id = ''

  constructor({ maxEventBytes = defaultMaxEventBytes }: EventDecoderOptions = {}) {
    this.#maxEventBytes = maxEventBytes
  }

  /** ID of the last dispatched event, for resuming. */
  get lastEventId(): string {
    return this.#id
  }

  /**
   * Decodes a chunk and calls `onEvent` for every event it completes, in order. The chunk may be reused afterwards.
   *
   * @throws {MiraError} `limit_exceeded` when an event exceeds the limit.
   */
  push(bytes: Uint8Array, onEvent: (event: ServerSentEvent) => void): void {
    let chunk = bytes
    if (this.#skipsLineFeed && chunk.length > 0) {
      this.#skipsLineFeed = false
      if (chunk[0] === lineFeed) chunk = chunk.subarray(1)
    }
    const hasCarriageReturn = chunk.indexOf(carriageReturn) !== -1
    const end = hasCarriageReturn ? lastLineEnd(chunk) : chunk.lastIndexOf(lineFeed) + 1
    if (end > 0) {
      this.#skipsLineFeed = end === chunk.length && chunk[end - 1] === carriageReturn
      const text = this.#decode(chunk.subarray(0, end))
      this.#readLines(hasCarriageReturn ? text.replace(/\r\n?/g, '\n') : text, onEvent)
    }
    if (end < chunk.length) this.#keep(chunk.subarray(end))
  }

  /**
   * Dispatches an event that is not followed by a blank line. The standard discards it at the end of a stream, since it
   * may be truncated: use it only if its data is complete.
   */
  end(onEvent: (event: ServerSentEvent) => void): void {
    const text = this.#decode(new Uint8Array(0))
    this.#readLines(`${text}\n\n`.replace(/\r\n?/g, '\n'), onEvent)
  }

  #keep(bytes: Uint8Array): void {
    this.#restBytes += bytes.length
    this.#checkLimit(this.#restBytes)
    this.#rest.push(bytes.slice())
  }

  #decode(bytes: Uint8Array): string {
    let whole = bytes
    if (this.#rest.length > 0) {
      whole = new Uint8Array(this.#restBytes + bytes.length)
      let offset = 0
      for (const part of this.#rest) {
        whole.set(part, offset)
        offset += part.length
      }
      whole.set(bytes, offset)
      this.#rest = []
      this.#restBytes = 0
    }
    const text = textDecoder.decode(whole)
    if (!this.#isAtStart) return text
    this.#isAtStart = false
    return withoutBom(text)
  }

  #readLines(text: string, onEvent: (event: ServerSentEvent) => void): void {
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf('\n', start)
      if (end === start) this.#dispatch(onEvent)
      else this.#readLine(text, start, end)
      start = end + 1
    }
  }

  #readLine(text: string, start: number, end: number): void {
    if (text.startsWith('data:', start)) return this.#addData(text.slice(valueStart(text, start + 5), end))
    const line = text.slice(start, end)
    const colon = line.indexOf(':')
    if (colon === 0) {
      this.commentCount += 1
      return
    }
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(valueStart(line, colon + 1))
    if (field === 'data') this.#addData(value)
    else if (field === 'event') this.#event = value
    else if (field === 'id' && !value.includes('\0')) this.#idField = value
    else if (field === 'retry' && /^\d+$/.test(value)) this.retryMs = Number(value)
  }

  #addData(value: string): void {
    this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`
    this.#dataLength += value.length + 1
    this.#checkLimit(this.#dataLength)
  }

  #dispatch(onEvent: (event: ServerSentEvent) => void): void {
    const data = this.#data
    const event = this.#event || 'message'
    this.#data = undefined
    this.#dataLength = 0
    this.#event = ''
    this.#id = this.#idField
    if (data !== undefined) onEvent({ event, data, id: this.#id })
  }

  #checkLimit(bytes: number): void {
    if (bytes <= this.#maxEventBytes) return
    const message = `The server sent an event larger than ${this.#maxEventBytes} bytes (limits.maxEventBytes)`
    throw new MiraError(message, { code: 'limit_exceeded' })
  }
}

const lastLineEnd = (bytes: Uint8Array): number =>
  Math.max(bytes.lastIndexOf(lineFeed), bytes.lastIndexOf(carriageReturn)) + 1

/** Returns the start of a field value: one space after the colon is skipped, further ones are part of the value. */
const valueStart = (text: string, index: number): number => (text.charCodeAt(index) === 32 ? index + 1 : index)
