import { forgetOldest } from './forget-oldest.ts'
import type { Interruption, RealtimeEvent } from './server-event.ts'

/** Items whose length is remembered: playback is seldom far behind. */
const maxItems = 32

/** What to tell the server of an interruption. */
export interface Cut extends Interruption {
  /** Whether the response must be canceled. */
  readonly isResponding: boolean
  /** Part of the item's audio that was heard, from 0 to 1, when known. */
  readonly heardShare?: number | undefined
}

/** Follows responses and their audio, and holds back what comes late from one that was cut off. */
export class BargeIn {
  /** Bytes of audio received, by item, in order of arrival; of this connection. */
  readonly #received = new Map<string, number>()
  readonly #cutIds = new Set<string>()
  #responseId: string | undefined
  #itemId: string | undefined
  #isResponding = false
  /** What comes without an id, before the next response begins, belongs to the one that was cut off. */
  #isCut = false

  /** Whether a response has begun and not ended. */
  get isResponding(): boolean {
    return this.#isResponding
  }

  /** Item whose audio came last. */
  get itemId(): string | undefined {
    return this.#itemId
  }

  /** Takes note of an event; false when it comes late and must be held back. */
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

  /** A new connection: the server knows nothing of the old one's responses and audio. */
  reset(): void {
    this.#received.clear()
    this.#isResponding = false
    this.#isCut = false
  }

  /**
   * Cuts the response off.
   *
   * @param playedMs How much of the item has been heard; without it the server is not told.
   * @param bytesPerMs Of the audio, when that is known.
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
