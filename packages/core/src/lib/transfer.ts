import type { ReadContext, RequestOptions, RequestSpec } from './call-state.ts'
import type { Client } from './client-state.ts'
import { type DownloadHead, readDownloadHead } from './download-head.ts'
import { MiraError } from './error.ts'
import { pull, readFailure } from './read-body.ts'
import { request } from './request.ts'
import type { RawReply } from './wire-types.ts'

/** Request of a download, without its response handling. */
export interface TransferSpec extends Omit<RequestSpec<object>, 'read' | 'onStart' | 'isStream'> {
  readonly method: NonNullable<RequestSpec<object>['method']>
}

/** A response being read; owns and ends the call behind it. */
export class Transfer {
  readonly head: DownloadHead
  readonly context: ReadContext
  readonly #raw: RawReply
  readonly #endCall: ReturnType<ReadContext['detach']>

  constructor(raw: RawReply, context: ReadContext) {
    this.head = readDownloadHead(raw)
    this.context = context
    this.#raw = raw
    this.#endCall = context.detach()
    context.call.signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  /** Reads the next chunk, or `undefined` at the end. */
  async read(): Promise<Uint8Array | undefined> {
    const { call } = this.context
    call.throwIfAborted()
    try {
      const bytes = await pull(this.#raw.body, call)
      call.throwIfAborted()
      call.stop('idle')
      if (bytes) this.#raw.body.noteConsumed?.(bytes.length)
      return bytes
    } catch (error) {
      throw readFailure(error, call)
    }
  }

  /** Ends the call, and closes its connection unless the body has been read to its end. Idempotent. */
  end(error?: unknown): void {
    const { call } = this.context
    if (call.isEnded) return
    call.signal.removeEventListener('abort', this.#onAbort)
    this.#endCall({ error })
    this.#raw.body.cancel()
  }

  readonly #onAbort = (): void => this.end(this.context.call.signal.reason)
}

/**
 * Sends a request and resolves as soon as the response headers arrive.
 *
 * @param options - Request options; the metadata of the call is associated with `result`.
 */
export async function openTransfer(
  client: Client,
  spec: TransferSpec,
  { result, ...options }: RequestOptions & { readonly result: object },
): Promise<Transfer> {
  let transfer: Transfer | undefined
  const read = (raw: RawReply, context: ReadContext): object => {
    transfer = new Transfer(raw, context)
    return result
  }
  await request<object>(client, { ...spec, read }, options)
  if (!transfer) throw notRead(spec.operation)
  return transfer
}

function notRead(operation: string): MiraError {
  const message = `${operation}: a middleware returned a response of its own, which downloads do not support`
  return new MiraError(message, { code: 'invalid_response', operation })
}
