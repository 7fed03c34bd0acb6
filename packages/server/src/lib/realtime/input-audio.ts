import type { TurnDetector, TurnEvent } from '@mira/engine'
import { createStreamResampler, type StreamResampler } from '@mira/engine/audio'
import { ApiError, fieldError } from '../api-error.ts'
import { newId } from '../wire/ids.ts'
import type { AudioFormat, SessionSettings } from '../wire/realtime-session.ts'
import { bytesPerSecond, decodeSamples } from './audio-codec.ts'
import { SampleBuffer } from './sample-buffer.ts'
import { Utterance, type UtteranceOptions } from './utterance.ts'

/** Turn of the user. */
export interface Turn {
  /** Id of the conversation item that the turn becomes. */
  readonly itemId: string
  readonly utterance: Utterance
}

/** Callbacks for turns detected in the user's audio. */
export interface InputAudioEvents {
  started(itemId: string, audioStartMs: number): void
  stopped(turn: Turn, audioEndMs: number): void
  partial(itemId: string, delta: string): void
  /** The detector failed on a chunk of audio; the next one is processed again. */
  failed(error: unknown): void
}

/** Options of {@link InputAudio}. */
export interface InputAudioOptions extends Omit<UtteranceOptions, 'onPartial'> {
  readonly detector: TurnDetector
  readonly settings: SessionSettings
  readonly events: InputAudioEvents
  /** Called when the detector takes a while; nothing may be called until the promise settles. */
  readonly pauseUntil: (done: Promise<void>) => void
}

/** Sample rate of recognition, in Hz. */
const sampleRate = 16_000
/** Maximum duration of uncommitted audio and of a turn. */
const maxTurnSeconds = 120
/** Minimum duration of a commit, as on OpenAI's server. */
const minCommitMs = 100
/** A muted microphone sends nothing, unlike a quiet room: the turn ends after this time, in milliseconds. */
const stallMs = 3_000
/** Audio kept before a turn starts, in addition to its padding: the range that the detector evaluates. */
const lookBackMs = 1_000
const base64 = /^[A-Za-z0-9+/]*={0,2}$/

/** Audio of the user: decoded, resampled to 16 kHz, split into turns and recognized as it arrives. */
export class InputAudio {
  readonly #options: InputAudioOptions
  readonly #samples = new SampleBuffer()
  #settings: SessionSettings
  #resampler: StreamResampler
  #oddByte: Buffer = Buffer.alloc(0)
  #turn: Turn | undefined
  #turnStart = 0
  /** Samples that the detector has processed. */
  #processed = 0
  #stallTimer: NodeJS.Timeout | undefined

  constructor(options: InputAudioOptions) {
    this.#options = options
    this.#settings = options.settings
    this.#resampler = createStreamResampler(options.settings.input.sampleRate, sampleRate)
  }

  configure(settings: SessionSettings): void {
    const { codec, sampleRate: rate } = this.#settings.input
    if (settings.input.codec !== codec || settings.input.sampleRate !== rate) {
      this.#resampler = createStreamResampler(settings.input.sampleRate, sampleRate)
      this.#oddByte = Buffer.alloc(0)
    }
    this.#settings = settings
    if (settings.turnDetection === null) {
      // Audio that arrives from now on is committed by the client.
      this.#endTurn()
      return
    }
    const { threshold, prefix_padding_ms: prefixPaddingMs, silence_duration_ms } = settings.turnDetection
    this.#options.detector.configure({ threshold, prefixPaddingMs, silenceDurationMs: silence_duration_ms })
  }

  /**
   * Appends base64 audio of the wire.
   *
   * @returns Its duration in milliseconds.
   * @throws {ApiError} 400 when it is not base64, or too much audio is uncommitted.
   */
  append(audio: string): number {
    if (audio.length % 4 !== 0 || !base64.test(audio)) throw fieldError('audio', 'expected base64')
    const { input, turnDetection } = this.#settings
    if (turnDetection === null && this.#samples.length > maxTurnSeconds * sampleRate) {
      throw fieldError('audio', `${maxTurnSeconds} seconds of audio are already buffered; commit or clear them`)
    }
    const bytes = Buffer.from(audio, 'base64')
    this.#take(this.#toSamples(bytes, input))
    return this.durationOf(bytes)
  }

  /** Returns the duration of audio in the format of the session, in milliseconds. */
  durationOf(bytes: Buffer): number {
    return (bytes.length * 1_000) / bytesPerSecond(this.#settings.input)
  }

  /**
   * Ends the turn on the client's request.
   *
   * @throws {ApiError} 400 when there is too little audio.
   */
  commit(): Turn {
    const turn = this.#turn ?? this.#bufferedTurn()
    this.#turn = undefined
    this.clear()
    turn.utterance.end()
    return turn
  }

  /** Discards uncommitted audio. */
  clear(): void {
    clearTimeout(this.#stallTimer)
    this.#turn?.utterance.abandon()
    this.#turn = undefined
    this.#options.detector.reset()
    this.#samples.discardBefore(this.#samples.end)
  }

  close(): void {
    this.clear()
    this.#options.detector.close()
  }

  /** Recognizes the complete audio of an item. */
  transcribe(bytes: Buffer): Utterance {
    const { sampleRate: rate } = this.#settings.input
    const samples = decodeSamples(bytes, this.#settings.input)
    const { pool, signal } = this.#options
    const utterance = new Utterance({ pool, signal, onPartial: () => {} })
    // The filter delays its last samples: trailing silence flushes them.
    const padded = Int16Array.from([...samples, ...new Int16Array(rate / 10)])
    utterance.push(convert(createStreamResampler(rate, sampleRate), padded))
    utterance.end()
    return utterance
  }

  #toSamples(bytes: Buffer, format: AudioFormat): Int16Array {
    let whole = bytes
    if (format.codec === 'pcm16') {
      whole = this.#oddByte.length > 0 ? Buffer.concat([this.#oddByte, bytes]) : bytes
      this.#oddByte = whole.subarray(whole.length - (whole.length % 2))
    }
    return convert(this.#resampler, decodeSamples(whole, format))
  }

  #take(samples: Int16Array): void {
    const { detector } = this.#options
    this.#samples.append(samples)
    if (this.#settings.turnDetection === null) return
    const from = this.#samples.end - samples.length
    // The detector counts from its own start, which excludes audio that arrived while it was off.
    const offset = from - this.#processed
    this.#processed += samples.length
    const found = detector.push(samples)
    if (!(found instanceof Promise)) return this.#apply(found, { from, offset })
    const { events, pauseUntil, signal } = this.#options
    const apply = (later: readonly TurnEvent[]) => {
      if (!signal.aborted) this.#apply(later, { from, offset })
    }
    pauseUntil(found.then(apply, (error: unknown) => events.failed(error)))
  }

  /**
   * Applies the events of a chunk.
   *
   * @param from - Position of the chunk.
   * @param offset - Difference to the positions of the detector.
   */
  #apply(found: readonly TurnEvent[], { from, offset }: { readonly from: number; readonly offset: number }): void {
    let position = from
    for (const { type, at } of found) position = this.#note({ type, at: at + offset }, position)
    if (!this.#turn) return this.#samples.discardBefore(this.#samples.end - this.#lookBackSamples)
    this.#turn.utterance.push(this.#samples.slice(position))
    this.#samples.discardBefore(this.#samples.end)
    this.#watch(position)
  }

  /**
   * Applies an event of the detector.
   *
   * @returns Position up to which the turn has received the audio.
   */
  #note(event: TurnEvent, from: number): number {
    if (event.type === 'start') {
      this.#turn = this.#newTurn()
      this.#turnStart = event.at
      this.#options.events.started(this.#turn.itemId, toMs(event.at))
      return event.at
    }
    this.#turn?.utterance.push(this.#samples.slice(from, event.at))
    this.#stop(event.at)
    return event.at
  }

  #stop(at: number): void {
    clearTimeout(this.#stallTimer)
    const turn = this.#turn
    this.#turn = undefined
    if (!turn) return
    turn.utterance.end()
    this.#options.events.stopped(turn, toMs(at))
  }

  /** Ends a turn that receives no more audio, or that exceeds the maximum duration. */
  #watch(from: number): void {
    clearTimeout(this.#stallTimer)
    if (from - this.#turnStart > maxTurnSeconds * sampleRate) return this.#endTurn()
    this.#stallTimer = setTimeout(() => this.#endTurn(), stallMs).unref()
  }

  #endTurn(): void {
    this.#options.detector.reset()
    this.#stop(this.#samples.end)
  }

  get #lookBackSamples(): number {
    const { turnDetection } = this.#settings
    return (((turnDetection?.prefix_padding_ms ?? 0) + lookBackMs) * sampleRate) / 1_000
  }

  #bufferedTurn(): Turn {
    if (toMs(this.#samples.length) < minCommitMs) {
      const detail = `The buffer is too small: ${toMs(this.#samples.length)} ms of audio, expected at least ${minCommitMs}`
      throw new ApiError(400, detail, { code: 'input_audio_buffer_commit_empty' })
    }
    const turn = this.#newTurn()
    turn.utterance.push(this.#samples.slice(0))
    return turn
  }

  #newTurn(): Turn {
    const { pool, signal, events } = this.#options
    const itemId = newId('item_')
    return { itemId, utterance: new Utterance({ pool, signal, onPartial: (delta) => events.partial(itemId, delta) }) }
  }
}

/** Uses plain loops, since every frame of every session passes here: `from` with a callback is three times slower. */
function convert(resampler: StreamResampler, samples: Int16Array): Int16Array {
  const floats = new Float32Array(samples.length)
  for (let index = 0; index < samples.length; index++) floats[index] = samples[index]! / 32_768
  const resampled = resampler.push(floats)
  const result = new Int16Array(resampled.length)
  for (let index = 0; index < result.length; index++) {
    result[index] = Math.max(-32_768, Math.min(32_767, Math.round(resampled[index]! * 32_768)))
  }
  return result
}

const toMs = (samples: number): number => Math.round((samples * 1_000) / sampleRate)
