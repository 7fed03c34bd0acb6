import type { RealtimeEvent } from '@mira/realtime'

/** Something said, or written, in a call. */
export interface Caption {
  /** Id of the item of the conversation. */
  readonly id: string
  readonly role: 'user' | 'assistant'
  readonly text: string
  /** Whether the text is complete. */
  readonly isFinal: boolean
  /** Whether the answer was interrupted, or was waiting behind one that was: not all of it was heard. */
  readonly isInterrupted: boolean
}

interface Entry extends Caption {
  readonly responseId?: string | undefined
}

/** Collects the captions of a call from its events. */
export class Captions {
  readonly #entries = new Map<string, Entry>()
  /** Item whose audio was received last. */
  #audioId: string | undefined

  /** Captions in the order of their items, without empty ones. */
  get list(): readonly Caption[] {
    return [...this.#entries.values()].filter(({ text }) => text).map(({ responseId: _, ...caption }) => caption)
  }

  /** Adds an event. @returns Whether it may have changed the captions. */
  note(event: RealtimeEvent): boolean {
    switch (event.type) {
      case 'input_audio_buffer.speech_started':
        return this.#change(event.item_id, 'user', {})
      case 'input_audio_buffer.committed':
        return this.#change(event.item_id, 'user', {}) && this.#place(event.item_id, event.previous_item_id)
      case 'conversation.item.created':
        return this.#noteItem(event.item) && this.#place(event.item.id, event.previous_item_id)
      case 'conversation.item.input_audio_transcription.delta':
        return this.#append(event.item_id, 'user', event.delta)
      case 'conversation.item.input_audio_transcription.completed':
        return this.#change(event.item_id, 'user', { text: event.transcript, isFinal: true })
      case 'conversation.item.input_audio_transcription.failed':
        return this.#entries.delete(event.item_id ?? '')
      case 'response.audio.delta':
        this.#audioId = event.item_id
        return false
      case 'response.audio_transcript.delta':
      case 'response.text.delta':
        return this.#append(event.item_id, 'assistant', event.delta, event.response_id)
      case 'response.audio_transcript.done':
        return this.#change(event.item_id, 'assistant', { text: event.transcript, isFinal: true })
      case 'response.text.done':
        return this.#change(event.item_id, 'assistant', { text: event.text, isFinal: true })
      case 'mira.interrupted':
        return this.#interrupt(event.itemId)
      case 'mira.restarted':
        return this.#remove(event.responseId)
      default:
        return false
    }
  }

  #noteItem({ id, type, role, content }: RealtimeEvent<'conversation.item.created'>['item']): boolean {
    if (type !== 'message' || (role !== 'user' && role !== 'assistant')) return false
    const text = (content ?? []).map((part) => part.text ?? part.transcript ?? '').join('')
    // Replayed after a reconnect, an item may say less than is known of it.
    const isKnown = text === '' || (this.#entries.get(id ?? '')?.text.length ?? 0) >= text.length
    return this.#change(id, role, isKnown ? {} : { text, isFinal: true })
  }

  #append(id: string | undefined, role: Caption['role'], delta: string, responseId?: string): boolean {
    const { text = '', isFinal } = this.#entries.get(id ?? '') ?? {}
    return !isFinal && this.#change(id, role, { text: text + delta, responseId })
  }

  #change(id: string | undefined, role: Caption['role'], changes: Partial<Entry>): boolean {
    if (!id) return false
    const before = this.#entries.get(id) ?? { id, role, text: '', isFinal: false, isInterrupted: false }
    this.#entries.set(id, { ...before, ...changes })
    return true
  }

  /** Moves an entry behind the one before it: a question has an entry as soon as it begins, while an answer may still follow. */
  #place(id = '', previousId: string | null | undefined): true {
    const others = [...this.#entries.keys()].filter((each) => each !== id)
    const start = others.indexOf(previousId ?? '') + 1
    for (const each of start ? [id, ...others.slice(start)] : []) {
      const entry = this.#entries.get(each) as Entry
      this.#entries.delete(each)
      this.#entries.set(each, entry)
    }
    return true
  }

  /**
   * Marks an interrupted answer, and those after it: they were waiting to be played. Without an item, all audio received
   * was heard; a caption may precede its audio.
   */
  #interrupt(id: string | undefined): boolean {
    const ids = [...this.#entries.keys()]
    const first = id === undefined ? ids.indexOf(this.#audioId ?? '') + 1 : ids.indexOf(id)
    if (first === -1) return false
    for (const each of ids.slice(first)) {
      const { role, isFinal } = this.#entries.get(each) as Entry
      // Without any audio, complete answers were written, and read.
      const isMissed = role === 'assistant' && (this.#audioId !== undefined || !isFinal)
      if (isMissed) this.#change(each, role, { isFinal: true, isInterrupted: true })
    }
    return true
  }

  /** Removes the part received of a response that is requested again. */
  #remove(responseId: string | undefined): boolean {
    const lost = [...this.#entries.values()].filter(
      (entry) => entry.role === 'assistant' && entry.responseId === responseId && !entry.isFinal,
    )
    for (const { id } of lost) this.#entries.delete(id)
    return lost.length > 0
  }
}
