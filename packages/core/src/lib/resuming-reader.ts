import { sleep } from './abortable.ts'
import type { ReadContext, RequestOptions } from './call-state.ts'
import type { Client } from './client-state.ts'
import { type DownloadHead, isSameContent } from './download-head.ts'
import { isMiraError, MiraError, type MiraErrorCode } from './error.ts'
import { lowerCaseHeaders } from './headers.ts'
import { backoffMs } from './middleware/retry.ts'
import type { Timeouts } from './settings.ts'
import { readRetryOptions, readTimeouts } from './settings.ts'
import { openTransfer, type Transfer, type TransferSpec } from './transfer.ts'

/** Options for {@link ResumingReader}. */
export interface ResumingReaderOptions extends RequestOptions {
  /** Aborts reading, including any pending wait. */
  readonly signal: AbortSignal
  /** Maximum size of the content, in bytes. */
  readonly maxBytes: number
  /** Object that the metadata of the calls is associated with. */
  readonly result: object
}

/** Called when the content restarts: discard everything read before. */
export type OnRestart = () => void | Promise<void>

/** Progress after which the failure count is reset. */
const progressBytes = 1_048_576

/**
 * Reads content to its end over as many connections as needed. After a broken connection, the rest is requested
 * (`Range` with `If-Range`, RFC 9110 §13.1.5). If the server sends more than that, bytes already read are skipped; if
 * the content has changed, reading restarts when the consumer allows it.
 */
export class ResumingReader {
  readonly #client: Client
  readonly #spec: TransferSpec
  readonly #options: ResumingReaderOptions
  #transfer: Transfer | undefined
  #context: ReadContext | undefined
  #deadlineMs = Number.POSITIVE_INFINITY
  /** Remaining bytes of this connection that were already read from an earlier one. */
  #skipBytes = 0
  #failures = 0
  #furthestBytes = 0
  /** Bytes returned of the current content. */
  receivedBytes = 0
  /** Metadata of the current content; absent before {@link ResumingReader.open}. */
  head: DownloadHead | undefined

  constructor(client: Client, spec: TransferSpec, options: ResumingReaderOptions) {
    this.#client = client
    this.#spec = spec
    this.#options = options
  }

  /** Sends the request. Must be called once, before the first read. */
  async open(): Promise<DownloadHead> {
    const transfer = await this.#connect({})
    const { call, state } = transfer.context
    this.#deadlineMs = call.startedAtMs + readTimeouts(this.#options.timeout, state.timeouts).total
    this.head = transfer.head
    if (transfer.head.startsAt === 0) return transfer.head
    const error = this.#failure('invalid_response', 'the server sent a partial response to a request without Range')
    transfer.end(error)
    throw error
  }

  /**
   * Reads the next chunk, or `undefined` at the end.
   *
   * @throws {MiraError} `stream_interrupted` when the content cannot be completed.
   */
  async read(onRestart?: OnRestart): Promise<Uint8Array | undefined> {
    for (;;) {
      try {
        const transfer = this.#transfer ?? (await this.#reconnect(onRestart))
        const bytes = await transfer.read()
        if (!bytes) return this.#finish(transfer)
        const unread = this.#accept(bytes)
        if (unread.length > 0) return unread
      } catch (error) {
        await this.#recover(error, onRestart !== undefined)
      }
    }
  }

  /** Ends the call and closes its connection. */
  end(error?: unknown): void {
    this.#transfer?.end(error)
  }

  async #connect(changes: { headers?: Record<string, string>; timeout?: Timeouts }): Promise<Transfer> {
    // Compressed content cannot be resumed by offset. Browsers do not send this header.
    const { maxBytes: _, ...options } = this.#options
    const headers = { 'accept-encoding': 'identity', ...lowerCaseHeaders(options.headers), ...changes.headers }
    this.#transfer = await openTransfer(this.#client, this.#spec, { ...options, ...changes, headers })
    this.#context = this.#transfer.context
    return this.#transfer
  }

  async #reconnect(onRestart: OnRestart | undefined): Promise<Transfer> {
    const { call, state } = this.#context as ReadContext
    const { etag } = this.head as DownloadHead
    const isPart = etag !== undefined && this.receivedBytes > 0
    const total = Math.max(1, this.#deadlineMs - call.clock.now())
    const transfer = await this.#connect({
      ...(isPart && { headers: { range: `bytes=${this.receivedBytes}-`, 'if-range': etag } }),
      timeout: { ...readTimeouts(this.#options.timeout, state.timeouts), total },
    })
    await this.#align(transfer.head, onRestart)
    return transfer
  }

  /** Aligns a new connection with the content already read. */
  async #align(head: DownloadHead, onRestart: OnRestart | undefined): Promise<void> {
    if (isSameContent(this.head as DownloadHead, head) && head.startsAt <= this.receivedBytes) {
      this.#skipBytes = this.receivedBytes - head.startsAt
      return
    }
    if (head.startsAt !== 0) throw this.#failure('invalid_response', 'the server sent a range that was not requested')
    const hasReceived = this.receivedBytes > 0
    if (hasReceived && !onRestart) throw this.#giveUp('the content changed during the download')
    this.head = head
    this.receivedBytes = 0
    this.#skipBytes = 0
    if (hasReceived) await onRestart?.()
  }

  #accept(bytes: Uint8Array): Uint8Array {
    const skipped = Math.min(this.#skipBytes, bytes.length)
    this.#skipBytes -= skipped
    this.receivedBytes += bytes.length - skipped
    const { maxBytes } = this.#options
    const { totalBytes = Number.POSITIVE_INFINITY } = this.head as DownloadHead
    if (this.receivedBytes > maxBytes) throw this.#failure('limit_exceeded', `it is larger than ${maxBytes} bytes`)
    if (this.receivedBytes > totalBytes)
      throw this.#failure('invalid_response', 'the server sent more bytes than it declared')
    return bytes.subarray(skipped)
  }

  #finish(transfer: Transfer): undefined {
    const { totalBytes = this.receivedBytes } = this.head as DownloadHead
    if (this.receivedBytes < totalBytes || this.#skipBytes > 0)
      throw this.#interrupted('the server closed the connection')
    transfer.end()
  }

  /** Waits until the next connection may be made, or throws the error that ends the download. */
  async #recover(error: unknown, mayRestart: boolean): Promise<void> {
    const { signal } = this.#options
    const transfer = this.#transfer
    this.#transfer = undefined
    transfer?.end(error)
    if (signal.aborted) throw signal.reason
    const waitMs = isMiraError(error) ? this.#planResume(error, transfer !== undefined, mayRestart) : undefined
    if (waitMs === undefined) throw this.#explain(error)
    await sleep(waitMs, { signal, clock: (this.#context as ReadContext).call.clock })
  }

  /** Returns the delay before the next connection in milliseconds, or `undefined` to give up. */
  #planResume(error: MiraError, wasConnected: boolean, mayRestart: boolean): number | undefined {
    const { call, state } = this.#context as ReadContext
    // The content is now shorter than the part already read.
    if (!wasConnected && error.status === 416) this.#forgetTag()
    // The request has its own retries.
    else if (!wasConnected || !error.retryable) return undefined
    if (this.#spec.method !== 'GET') return undefined
    if (this.receivedBytes > 0 && this.head?.etag === undefined && !mayRestart) return undefined
    const retry = readRetryOptions(this.#options.retry, state.retry)
    if (this.#countFailure() > retry.maxRetries) return undefined
    const waitMs = backoffMs(this.#failures, retry, state.random)
    const nowMs = call.clock.now()
    return nowMs + waitMs < this.#deadlineMs && state.shared?.budget.take(nowMs) ? waitMs : undefined
  }

  /** Clears the ETag: the content read so far no longer exists on the server. */
  #forgetTag(): void {
    this.head = { ...(this.head as DownloadHead), etag: undefined }
  }

  #giveUp(reason: string): MiraError {
    this.#forgetTag()
    return this.#failure('stream_interrupted', reason)
  }

  /** Counts failures since the last substantial progress beyond the furthest offset; a restart is not progress. */
  #countFailure(): number {
    if (this.receivedBytes >= this.#furthestBytes + progressBytes) {
      this.#furthestBytes = this.receivedBytes
      this.#failures = 0
    }
    this.#failures += 1
    return this.#failures
  }

  #explain(error: unknown): unknown {
    if (!isMiraError(error)) return error
    if (error.status === 416) return this.#interrupted('the content is now shorter', error)
    return error.code === 'connection_failed' ? this.#interrupted('the connection broke', error) : error
  }

  #interrupted(reason: string, cause?: MiraError): MiraError {
    const total = this.head?.totalBytes
    const position = `after ${this.receivedBytes}${total === undefined ? '' : ` of ${total}`} bytes`
    return this.#failure('stream_interrupted', `${reason} ${position}`, cause)
  }

  #failure(code: MiraErrorCode, reason: string, cause?: MiraError): MiraError {
    const { operation } = this.#spec
    return new MiraError(`${operation}: ${reason}`, {
      code,
      operation,
      retryable: code === 'stream_interrupted',
      partial: { receivedBytes: this.receivedBytes, totalBytes: this.head?.totalBytes },
      attempts: cause?.attempts,
      cause,
    })
  }
}
