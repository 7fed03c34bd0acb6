import type { Client, RequestOptions } from '@mira/core'
import { refuseUnknown } from '@mira/core/internal'
import { createSpeech, type SpeechParams } from '@mira/media'
import { createLifetime } from './create-lifetime.ts'
import { notify } from './notify.ts'
import { PcmPlayer } from './pcm-player.ts'
import { State } from './state.ts'
import type { LiveStore } from './store.ts'
import { toWavBlob } from './to-wav-blob.ts'

/** Options of {@link createSpeechStore}. */
export interface SpeechStoreOptions {
  /**
   * Parameters of each request, such as `voice` and `response_format`. With the format `pcm`, speech is played while it is
   * received, other formats afterwards.
   */
  readonly params?: Partial<SpeechParams> | undefined
  /** Options of each request: `timeout`, `retry`, `headers`. */
  readonly request?: Omit<RequestOptions, 'signal' | 'idempotencyKey'> | undefined
  /** Whether speech is played. Defaults to true; otherwise use `url`. */
  readonly plays?: boolean | undefined
  /** Called when speech has been played to its end. */
  readonly onFinish?: (() => void) | undefined
  readonly onError?: ((error: unknown) => void) | undefined
}

/** State of a {@link SpeechStore}. */
export interface SpeechStoreState {
  /** `blocked` if the browser does not play audio before a gesture of the user: then call `resume` in its handler. */
  readonly status: 'idle' | 'loading' | 'playing' | 'blocked' | 'done' | 'error'
  /** URL of the audio in this page, such as for an `<audio>` element; revoked with the next text. */
  readonly url: string | undefined
  /** The audio, once it has been received; `pcm` as a WAV file. */
  readonly audio: Blob | undefined
  /** Time from the call of `speak` to the first audio received, in milliseconds. */
  readonly firstAudioMs: number | undefined
  /** Time from the call of `speak` until all audio was received, in milliseconds. */
  readonly receivedMs: number | undefined
  readonly error: unknown
}

/** Speech from text, one at a time. Created by {@link createSpeechStore}. */
export interface SpeechStore extends LiveStore<SpeechStoreState> {
  /** Speaks a text; an earlier one stops. @param input - The text, or parameters for this request only. */
  readonly speak: (input: string | (Partial<SpeechParams> & Pick<SpeechParams, 'input'>)) => void
  /** Stops loading and playing. */
  readonly stop: () => void
  /** Plays speech that the browser blocked. Call it in the handler of a gesture. */
  readonly resume: () => void
  /** Replaces the options, from the next text on. */
  readonly update: (options: SpeechStoreOptions) => void
}

const initial: SpeechStoreState = {
  status: 'idle',
  url: undefined,
  audio: undefined,
  firstAudioMs: undefined,
  receivedMs: undefined,
  error: undefined,
}

/** Samples per second of the format `pcm`. */
const pcmRate = 24_000

/**
 * Creates a store for speech.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError} when an option is unknown.
 */
export function createSpeechStore(client: Client, options: SpeechStoreOptions = {}): SpeechStore {
  const voice = new Voice(client, check(options))
  return {
    subscribe: voice.state.subscribe,
    getSnapshot: voice.state.getSnapshot,
    getInitialSnapshot: voice.state.getInitialSnapshot,
    retain: createLifetime({ onStart: () => {}, onEnd: () => voice.stop() }),
    speak: (input) => voice.speak(typeof input === 'string' ? { input } : input),
    stop: () => voice.stop(),
    resume: () => voice.resume(),
    update(changed) {
      voice.options = check(changed)
    },
  }
}

function check(options: SpeechStoreOptions): SpeechStoreOptions {
  const { params, request, plays, onFinish, onError, ...unknown } = options
  refuseUnknown(unknown, 'SpeechStoreOptions')
  return options
}

/** Speech in progress. */
interface Run {
  readonly controller: AbortController
  readonly startedAtMs: number
  url?: string
  player?: PcmPlayer | undefined
  audio?: HTMLAudioElement
}

class Voice {
  readonly state: State<SpeechStoreState> = new State(initial)
  options: SpeechStoreOptions
  readonly #client: Client
  #run: Run | undefined

  constructor(client: Client, options: SpeechStoreOptions) {
    this.#client = client
    this.options = options
  }

  speak(params: Partial<SpeechParams> & Pick<SpeechParams, 'input'>): void {
    this.#release()
    const run: Run = { controller: new AbortController(), startedAtMs: performance.now() }
    this.#run = run
    this.state.set({ ...initial, status: 'loading' })
    this.#load(run, { ...this.options.params, ...params }).catch((error) => this.#fail(run, error))
  }

  stop(): void {
    if (!this.#run) return
    this.#release()
    this.state.set(initial)
  }

  resume(): void {
    const run = this.#run
    if (!run) return
    const playing = run.audio ? this.#play(run, run.audio) : run.player?.resume()
    playing?.catch((error) => this.#fail(run, error))
  }

  async #load(run: Run, params: SpeechParams): Promise<void> {
    const { request, plays = true } = this.options
    const isPcm = params.response_format === 'pcm'
    if (isPcm && plays) run.player = new PcmPlayer(pcmRate, () => this.#noteBlocked(run))
    const speech = await createSpeech(this.#client, params, { ...request, signal: run.controller.signal })
    const chunks: Uint8Array<ArrayBuffer>[] = []
    for await (const chunk of speech) {
      if (this.#run !== run) return
      if (chunks.length === 0) this.state.set({ firstAudioMs: performance.now() - run.startedAtMs })
      chunks.push(new Uint8Array(chunk))
      run.player?.push(chunk)
      this.#noteBlocked(run)
    }
    if (this.#run !== run) return
    const audio = isPcm ? toWavBlob(chunks, pcmRate) : new Blob(chunks, { type: speech.mediaType })
    run.url = URL.createObjectURL(audio)
    const receivedMs = performance.now() - run.startedAtMs
    this.state.set({ url: run.url, audio, receivedMs, ...(!plays && { status: 'done' }) })
    if (run.player) return run.player.finish().then(() => this.#finish(run))
    if (plays) await this.#playFile(run, run.url)
  }

  /** Publishes whether streamed speech plays, once there is some. */
  #noteBlocked(run: Run): void {
    const { status, firstAudioMs } = this.state.getSnapshot()
    if (this.#run !== run || !run.player || firstAudioMs === undefined) return
    const next = run.player.isBlocked ? 'blocked' : 'playing'
    if (status !== next) this.state.set({ status: next })
  }

  async #playFile(run: Run, url: string): Promise<void> {
    const audio = new Audio(url)
    run.audio = audio
    audio.onended = () => this.#finish(run)
    audio.onerror = () => this.#fail(run, audio.error)
    await this.#play(run, audio)
  }

  async #play(run: Run, audio: HTMLAudioElement): Promise<void> {
    try {
      await audio.play()
      if (this.#run === run && !audio.ended) this.state.set({ status: 'playing' })
    } catch (error) {
      if (this.#run !== run) return
      if ((error as Error).name !== 'NotAllowedError') throw error
      this.state.set({ status: 'blocked' })
    }
  }

  #finish(run: Run): void {
    if (this.#run !== run) return
    run.player?.close()
    run.player = undefined
    this.state.set({ status: 'done' })
    notify(this.options.onFinish, undefined)
  }

  #fail(run: Run, error: unknown): void {
    if (this.#run !== run) return
    this.#release()
    this.state.set({ ...initial, status: 'error', error })
    notify(this.options.onError, error)
  }

  #release(): void {
    const run = this.#run
    this.#run = undefined
    run?.controller.abort()
    run?.player?.close()
    if (run?.audio) {
      run.audio.onended = null
      run.audio.onerror = null
      run.audio.pause()
      run.audio.removeAttribute('src')
    }
    if (run?.url) URL.revokeObjectURL(run.url)
  }
}
