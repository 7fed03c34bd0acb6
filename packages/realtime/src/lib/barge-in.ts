import { forgetOldest } from './forget-oldest.ts'
import type { Interruption, RealtimeEvent } from './server-event.ts'

/** Maximum number of items whose received length is kept: playback is rarely far behind. */
const maxItems = 32

/** Interruption to report to the server. */
export interface Cut extends Interruption {
  /** Whether the response must be canceled. */
  readonly isResponding: boolean
  /** Fraction of the item's received audio that was played, from 0 to 1, if known. */
  readonly heardShare?: number | undefined
}

/** Tracks responses and their audio, and filters late events of an interrupted response. */
export class BargeIn {
  /** Bytes of audio received on this connection, by item id in order of arrival. */
  readonly #received = new Map<string, number>()
  readonly #cutIds = new Set<string>()
  #responseId: string | undefined
  #itemId: string | undefined
  #isResponding = false
  /** Deltas without a response id belong to the interrupted response until the next response starts. */
  #isCut = false

  /** Whether a response is in progress. */
  get isResponding(): boolean {
    return this.#isResponding
  }

  /** Id of the item whose audio was received last. */
  get itemId(): string | undefined {
    return this.#itemId
  }

  /** Records an event. Returns `false` if it is a late event of an interrupted response and must be discarded. */
  note(event: RealtimeEvent): boolean {
    switch (event.type) {
      case 'response.created':
        this.#begin(event.response.id)
        return true
      case 'response.done':
        this.#isCut = false
        if (event.response.id === undefined || event.response.id === this.#responseId) this.#isResponding = false
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

  /** Resets the state for a new connection: the server has no record of earlier responses and audio. */
  reset(): void {
    this.#received.clear()
    this.#isResponding = false
    this.#isCut = false
  }

  /**
   * Marks the current response as interrupted.
   *
   * @param playedMs - How much of the item has been played; if omitted, the item is not truncated on the server.
   * @param bytesPerMs - Bytes per millisecond of the audio, if known.
   */
  cut(itemId: string | undefined, playedMs: number | undefined, bytesPerMs: number | undefined): Cut {
    const bytes = itemId === undefined ? undefined : this.#received.get(itemId)
    const receivedMs = bytes === undefined || !bytesPerMs ? undefined : bytes / bytesPerMs
    const isResponding = this.#isResponding
    const responseId = this.#responseId
    if (responseId !== undefined) this.#cutIds.add(responseId)
    this.#isCut = isResponding
    forgetOldest(this.#cutIds, maxItems)
    const cut = { isResponding, responseId, itemId }
    if (bytes === undefined || playedMs === undefined) return cut
    const audioEndMs = Math.floor(Math.min(Math.max(0, playedMs), receivedMs ?? playedMs))
    return { ...cut, audioEndMs, heardShare: receivedMs ? audioEndMs / receivedMs : undefined }
  }

  #begin(responseId: string | undefined): void {
    this.#responseId = responseId
    this.#isResponding = true
    this.#isCut = false
  }

  #isWanted(responseId: string | undefined): boolean {
    return responseId === undefined ? !this.#isCut : !this.#cutIds.has(responseId)
  }

  #count({ item_id: itemId = '', response_id, audio }: RealtimeEvent<'response.audio.delta'>): true {
    if (response_id !== undefined) this.#responseId = response_id
    this.#itemId = itemId
    this.#received.set(itemId, (this.#received.get(itemId) ?? 0) + audio.length)
    forgetOldest(this.#received, maxItems)
    return true
  }
}
