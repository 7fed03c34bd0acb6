import type { BargeInHost, InterruptedItem } from './barge-in-host.ts'
import { forgetOldest } from './forget-oldest.ts'
import type { Interruption, RealtimeEvent } from './server-event.ts'

/** Maximum number of items whose received length is kept: playback is rarely far behind. */
const maxItems = 32
/** An item played up to this close to its end has been heard: players report their position less precisely. */
const toleranceMs = 50

interface ItemAudio {
  /** Received length. */
  bytes: number
  /** Whether all of it was received. */
  isComplete: boolean
  isOnServer: boolean
}

interface Cut extends Interruption {
  readonly isHeard?: boolean
}

/** Interrupts responses: truncates what was not played, and filters the events that arrive later. */
export class BargeIn {
  readonly #host: BargeInHost
  /** Audio that was not interrupted and may not have been played yet, by item id in order of arrival. */
  readonly #items = new Map<string, ItemAudio>()
  readonly #cutIds = new Set<string>()
  #responseId: string | undefined
  #itemId: string | undefined
  /** Deltas without a response id belong to the interrupted response until the next response starts. */
  #isCut = false

  constructor(host: BargeInHost) {
    this.#host = host
  }

  /** Id of the response that started last. */
  get responseId(): string | undefined {
    return this.#responseId
  }

  /** Records an event. Returns `false` if it is a late event of an interrupted response and must be discarded. */
  note(event: RealtimeEvent): boolean {
    switch (event.type) {
      case 'response.created':
        this.#responseId = event.response.id
        this.#isCut = false
        return true
      case 'response.audio.done':
        this.#complete(event.item_id)
        return true
      case 'response.done':
        this.#complete()
        this.#isCut = false
        return true
      case 'response.audio.delta':
        return this.#isWanted(event.response_id) && this.#count(event)
      case 'response.text.delta':
      case 'response.audio_transcript.delta':
        return this.#isWanted(event.response_id)
      default:
        return true
    }
  }

  /**
   * Resets the state for a new connection.
   *
   * @param isRepeated - Whether the response in progress is requested again, so that its audio must not be played.
   */
  reset(isRepeated: boolean): void {
    if (isRepeated) this.#items.clear()
    for (const item of this.#items.values()) {
      item.isComplete = true
      item.isOnServer = false
    }
    this.#isCut = false
  }

  /**
   * Truncates all items that have not been played to their end, each only once.
   *
   * @param isResponding - Whether a response is in progress, whose further events are discarded.
   * @param item - Position reported by the caller. Defaults to the positions reported by the host.
   * @returns The interruption; it has no item if everything was heard.
   */
  interrupt(isResponding: boolean, { itemId, playedMs }: InterruptedItem = {}): Interruption {
    const responseId = this.#responseId
    if (isResponding && responseId !== undefined) this.#cutIds.add(responseId)
    this.#isCut = isResponding
    forgetOldest(this.#cutIds, maxItems)
    const isExplicit = itemId !== undefined || playedMs !== undefined
    const ids = isExplicit ? [itemId ?? this.#itemId ?? ''] : [...this.#items.keys()]
    const cuts = ids.map((id) => this.#cut(id, playedMs ?? this.#host.playedMs?.(id))).filter(({ isHeard }) => !isHeard)
    this.#items.clear()
    // The first item with a known position is the one being played.
    const cut = cuts.find(({ audioEndMs }) => audioEndMs !== undefined) ?? cuts.at(-1)
    return { responseId, ...cut }
  }

  #cut(itemId: string, played: number | undefined): Cut {
    const item = this.#items.get(itemId)
    const perMs = this.#host.bytesPerMs
    if (!item) return { isHeard: true }
    if (played === undefined || !Number.isFinite(played)) return { itemId }
    const { bytes, isComplete, isOnServer } = item
    const receivedMs = perMs ? bytes / perMs : undefined
    if (isComplete && receivedMs !== undefined && played >= receivedMs - toleranceMs) return { isHeard: true }
    const audioEndMs = Math.floor(Math.min(Math.max(0, played), receivedMs ?? played))
    const heardShare = receivedMs && audioEndMs / receivedMs
    // Without the length, an item that was received to its end may also have been heard to its end.
    if (!isComplete || heardShare !== undefined) this.#host.truncate({ itemId, audioEndMs, heardShare, isOnServer })
    return { itemId, audioEndMs }
  }

  #isWanted(responseId: string | undefined): boolean {
    return responseId === undefined ? !this.#isCut : !this.#cutIds.has(responseId)
  }

  #count({ item_id: itemId = '', response_id, audio }: RealtimeEvent<'response.audio.delta'>): true {
    if (response_id !== undefined) this.#responseId = response_id
    this.#itemId = itemId
    const item = this.#items.get(itemId) ?? { bytes: 0, isComplete: false, isOnServer: true }
    item.bytes += audio.length
    this.#items.set(itemId, item)
    forgetOldest(this.#items, maxItems)
    return true
  }

  /** Marks the audio of an item, or of all items, as completely received. */
  #complete(itemId?: string): void {
    for (const [id, item] of this.#items) if (itemId === undefined || itemId === id) item.isComplete = true
  }
}
