import type { ServerContext } from '../context.ts'
import type { ResponseEvent } from '../wire/response.ts'
import type { ResponseWriter } from '../wire/response-writer.ts'
import { encodeRecord } from './conversations.ts'
import { EventLog } from './event-log.ts'
import type { PreparedResponse } from './respond.ts'

type SaverContext = Pick<ServerContext, 'logger' | 'now' | 'store'>

/** Interval at which the lease of a response is renewed and its new events are stored, in milliseconds. */
const saveIntervalMs = 1_000

/** Time after which a response whose process is silent is taken to be lost, in milliseconds. */
const leaseMs = 15_000

/** Stores a response and its events while it is generated. */
export class ResponseSaver {
  readonly log = new EventLog<ResponseEvent>()
  readonly #context: SaverContext
  readonly #prepared: PreparedResponse
  readonly #writer: ResponseWriter
  #savedEvents = 0
  #saving: Promise<boolean> = Promise.resolve(true)

  constructor(context: SaverContext, prepared: PreparedResponse, writer: ResponseWriter) {
    this.#context = context
    this.#prepared = prepared
    this.#writer = writer
  }

  /** Stores the queued response. */
  async add(keyId: string): Promise<void> {
    const { store, now } = this.#context
    await store.responses.add({ ...this.#record(), keyId, leaseExpiresAt: now() + leaseMs, createdAt: now() })
  }

  /**
   * Starts to renew the lease and to store new events. Returns a function that stops it.
   *
   * @param onLost - Called when another process has settled the response, or it was removed.
   */
  start(onLost: () => void): () => void {
    const timer = setInterval(async () => {
      const { now, logger } = this.#context
      try {
        if (!(await this.#save([], now() + leaseMs))) onLost()
      } catch (err) {
        // The next interval tries again; the lease lasts for several.
        logger.error({ err }, 'failed to store the events of a background response')
      }
    }, saveIntervalMs)
    return () => clearInterval(timer)
  }

  /** Stores the final response and its last events. */
  async settle(last: readonly ResponseEvent[]): Promise<void> {
    await this.#save(last, null)
  }

  /** Stores the events since the last time and further ones. Returns false if the response is no longer open. */
  #save(last: readonly ResponseEvent[], leaseExpiresAt: number | null): Promise<boolean> {
    const saved = this.#saving
      .catch(() => true)
      .then(async (isOpen) => {
        if (!isOpen) return false
        const events = [...this.log.slice(this.#savedEvents), ...last]
        const { response } = this.#writer
        const { id } = response
        const changes = leaseExpiresAt === null ? this.#finalChanges() : { body: JSON.stringify(response) }
        const isStored = await this.#context.store.transaction(async (within) => {
          if (!(await within.responses.update(id, { ...changes, leaseExpiresAt }))) return false
          if (events.length > 0) await within.responses.addEvents(encodeEvents(id, events))
          return true
        })
        this.#savedEvents += events.length
        return isStored
      })
    this.#saving = saved
    return saved
  }

  #finalChanges() {
    const { body, conversation } = this.#record()
    return { body, conversation }
  }

  #record() {
    return encodeRecord({ ...this.#prepared, response: this.#writer.response })
  }
}

/** Encodes consecutive events for the store. */
export function encodeEvents(responseId: string, events: readonly ResponseEvent[]) {
  return {
    responseId,
    firstNumber: events[0]!.sequence_number,
    lastNumber: events.at(-1)!.sequence_number,
    events: JSON.stringify(events),
  }
}
