import type { ChatFinishReason, ChatUsage } from '@mira/engine'
import type { SentenceEncoder } from '../sentence-encoder/sentence-encoder.ts'
import { StopSequence } from './stop-sequence.ts'

/** Limits of one response. */
export interface OutputLimits {
  readonly maxTokens: number
  readonly stop: readonly string[]
}

/** Emits a response word by word, counts its tokens, and ends it at the token limit or a stop sequence. */
export class Output {
  readonly #encoder: SentenceEncoder
  readonly #maxTokens: number
  readonly #stops: readonly StopSequence[]
  #completionTokens = 0
  #reasoningTokens = 0
  /** Buffered text that may be the beginning of a stop sequence. */
  #held = ''
  #ended: ChatFinishReason | undefined

  constructor(encoder: SentenceEncoder, limits: OutputLimits) {
    this.#encoder = encoder
    this.#maxTokens = limits.maxTokens
    this.#stops = limits.stop.filter((sequence) => sequence !== '').map((sequence) => new StopSequence(sequence))
  }

  /** Reason why the output ended early; undefined while it continues. */
  get ended(): ChatFinishReason | undefined {
    return this.#ended
  }

  /** Emits the reasoning trace. It counts as tokens, but stop sequences do not apply. */
  *reason(text: string): Generator<string, void, undefined> {
    for (const piece of this.#spend(text)) {
      this.#reasoningTokens += piece.tokens
      yield piece.text
    }
  }

  /** Emits the arguments of a tool call. They count as tokens, but stop sequences do not apply. */
  *call(text: string): Generator<string, void, undefined> {
    for (const piece of this.#spend(text)) yield piece.text
  }

  /** Emits the text of the response. */
  *write(text: string): Generator<string, void, undefined> {
    for (const piece of this.#spend(text)) {
      const ready = this.#release(piece.text)
      if (ready) yield ready
      if (this.#ended === 'stop') return
    }
    if (this.#held) yield this.#held
    this.#held = ''
  }

  usage(promptTokens: number): ChatUsage {
    const usage = { promptTokens, completionTokens: this.#completionTokens }
    return this.#reasoningTokens > 0 ? { ...usage, reasoningTokens: this.#reasoningTokens } : usage
  }

  *#spend(text: string): Generator<{ text: string; tokens: number }, void, undefined> {
    if (this.#ended) return
    const pieces = text.match(/\s*\S{1,24}|\s+$/gu) ?? []
    const counts = this.#encoder.countEach(pieces)
    for (const [index, piece] of pieces.entries()) {
      const tokens = counts[index] ?? 0
      if (this.#completionTokens + tokens > this.#maxTokens) {
        this.#ended = 'length'
        return
      }
      this.#completionTokens += tokens
      yield { text: piece, tokens }
    }
  }

  /** Returns the text that can be emitted now, excluding stop sequences and their possible beginnings. */
  #release(piece: string): string {
    const text = this.#held + piece
    for (let at = this.#held.length; at < text.length; at++) {
      const ended = this.#stops.find((stop) => stop.read(text[at] ?? ''))
      if (!ended) continue
      this.#held = ''
      this.#ended = 'stop'
      return text.slice(0, Math.max(0, at + 1 - ended.length))
    }
    const kept = Math.max(0, ...this.#stops.map((stop) => stop.matched))
    this.#held = text.slice(text.length - kept)
    return text.slice(0, text.length - kept)
  }
}
