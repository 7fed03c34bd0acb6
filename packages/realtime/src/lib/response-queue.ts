import type { WireEvent } from './client-event.ts'
import type { RealtimeEvent } from './server-event.ts'

/** Error code of a server that rejects a request because another response is in progress. */
const rejectedCode = 'conversation_already_has_active_response'

/** Requests responses one at a time: servers reject a request while another response is in progress. */
export class ResponseQueue {
  /** Requests sent whose response has not started, in order. */
  #sent: WireEvent[] = []
  /** Requests of the responses in progress, by response id; `undefined` for one that was interrupted. */
  readonly #active = new Map<string, WireEvent | undefined>()
  #waiting: WireEvent[] = []

  /** Whether a response is in progress. */
  get isResponding(): boolean {
    return this.#active.size > 0
  }

  /** Whether a response is in progress, or was requested. */
  get isBusy(): boolean {
    return this.isResponding || this.#sent.length > 0
  }

  /** Records a request. Returns whether to send it now; otherwise, it is returned later. */
  admit(request: WireEvent, isConnected: boolean): boolean {
    const canSend = isConnected && (!this.isResponding || isOutOfBand(request))
    if (canSend) this.#sent.push(request)
    else this.#waiting.push(request)
    return canSend
  }

  /** Records an event from the server. Returns the request to send next, if there is one. */
  note(event: RealtimeEvent): WireEvent | undefined {
    if (event.type === 'response.created') {
      this.#active.set(event.response.id ?? '', this.#sent.shift() ?? { type: 'response.create' })
    } else if (event.type === 'response.done') {
      if (!this.#active.delete(event.response.id ?? '')) this.#active.clear()
      return this.next()
    } else if (event.type === 'error') {
      const { code, event_id } = event.error ?? {}
      const index = this.#sent.findIndex((request) => event_id != null && request.event_id === event_id)
      if (code === rejectedCode) this.#waiting.unshift(...this.#sent.splice(Math.max(0, index), 1))
      else if (index >= 0) this.#sent.splice(index, 1)
    }
    return undefined
  }

  /** Takes the next request, unless a response is in progress. */
  next(): WireEvent | undefined {
    const request = this.isResponding ? undefined : this.#waiting.shift()
    if (request) this.#sent.push(request)
    return request
  }

  /** Stops waiting for the responses that were requested or are in progress. */
  forget(): void {
    this.#sent = []
    for (const id of this.#active.keys()) this.#active.set(id, undefined)
  }

  /** Drops the requests that have not been sent. */
  dropWaiting(): void {
    this.#waiting = []
  }

  /**
   * Prepares for a new connection.
   *
   * @param isRepeated - Whether to request the lost responses again.
   * @returns Id of a response that was in progress and will be requested again, or `undefined`.
   */
  reset(isRepeated: boolean): string | undefined {
    const lost = [...this.#active].filter(([, request]) => request)
    const requests = [...lost.map(([, request]) => request as WireEvent), ...this.#sent]
    this.#active.clear()
    this.#sent = []
    if (!isRepeated) return undefined
    this.#waiting.unshift(...requests)
    return lost[0]?.[0]
  }
}

/** Returns whether a response is not part of the conversation, so that it may run beside others. */
function isOutOfBand({ response }: WireEvent): boolean {
  return (response as { conversation?: unknown } | null | undefined)?.conversation === 'none'
}
