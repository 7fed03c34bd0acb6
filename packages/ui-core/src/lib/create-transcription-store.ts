import type { Client, FileSource } from '@mira/core'
import { refuseUnknown } from '@mira/core/internal'
import { type TranscribeOptions, type TranscribeParams, type Transcript, transcribe } from '@mira/media'
import { openMicrophone } from '@mira/realtime/audio'
import { createLifetime } from './create-lifetime.ts'
import { notify } from './notify.ts'
import { State } from './state.ts'
import type { LiveStore } from './store.ts'
import { toWavBlob } from './to-wav-blob.ts'

/** Options of {@link createTranscriptionStore}. */
export interface TranscriptionStoreOptions {
  /** Parameters of each request, such as `language` and `response_format`. */
  readonly params?: Partial<Omit<TranscribeParams, 'file'>> | undefined
  /** Options of each request: `timeout`, `retry`, `headers`. */
  readonly request?: Omit<TranscribeOptions, 'signal' | 'idempotencyKey' | 'onUploadProgress'> | undefined
  /** URL of `@mira/realtime/audio/worklet.js`, for recordings on pages whose `script-src` does not allow `blob:`. */
  readonly workletUrl?: string | URL | undefined
  /** Id of the microphone for recordings. Defaults to the browser's choice. */
  readonly deviceId?: string | undefined
  readonly onFinish?: ((transcript: Transcript) => void) | undefined
  readonly onError?: ((error: unknown) => void) | undefined
}

/** State of a {@link TranscriptionStore}. */
export interface TranscriptionStoreState {
  /** `opening` until the microphone records; `transcribing` includes the upload. */
  readonly status: 'idle' | 'opening' | 'recording' | 'transcribing' | 'done' | 'error'
  /** Text of the transcript; empty before. */
  readonly text: string
  readonly transcript: Transcript | undefined
  /** Share of the file that has been sent, from 0 to 1, if known. */
  readonly uploaded: number | undefined
  /** The recording as a WAV file, once it is finished: to be played, or transcribed again after an error. */
  readonly recording: File | undefined
  /** Length of the recording so far, in seconds. */
  readonly recordedSeconds: number
  /** Loudness of the microphone, from 0 to 1. */
  readonly level: number
  readonly error: unknown
}

/** Transcription of files and of recordings, one at a time. Created by {@link createTranscriptionStore}. */
export interface TranscriptionStore extends LiveStore<TranscriptionStoreState> {
  /** Transcribes a file. @returns Whether it was accepted: not during a recording or another transcription. */
  readonly transcribe: (file: FileSource) => boolean
  /** Starts a recording with the microphone. @returns Whether it was started. */
  readonly record: () => boolean
  /** Ends the recording and transcribes it. @returns Whether there is one. */
  readonly finish: () => boolean
  /** Discards the recording, or stops the transcription. */
  readonly cancel: () => void
  /** Replaces the options, from the next request on. */
  readonly update: (options: TranscriptionStoreOptions) => void
}

/** Samples per second of recordings: more adds nothing to the recognition of speech. */
const sampleRate = 16_000

const initial: TranscriptionStoreState = {
  status: 'idle',
  text: '',
  transcript: undefined,
  uploaded: undefined,
  recording: undefined,
  recordedSeconds: 0,
  level: 0,
  error: undefined,
}

/**
 * Creates a store for transcriptions.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError} when an option is unknown.
 */
export function createTranscriptionStore(client: Client, options: TranscriptionStoreOptions = {}): TranscriptionStore {
  const task = new Transcription(client, check(options))
  return {
    subscribe: task.state.subscribe,
    getSnapshot: task.state.getSnapshot,
    getInitialSnapshot: task.state.getInitialSnapshot,
    retain: createLifetime({ onStart: () => {}, onEnd: () => task.cancel() }),
    transcribe: (file) => task.transcribe(file),
    record: () => task.record(),
    finish: () => task.finish(),
    cancel: () => task.cancel(),
    update(changed) {
      task.options = check(changed)
    },
  }
}

function check(options: TranscriptionStoreOptions): TranscriptionStoreOptions {
  const { params, request, workletUrl, deviceId, onFinish, onError, ...unknown } = options
  refuseUnknown(unknown, 'TranscriptionStoreOptions')
  return options
}

interface Run {
  readonly controller: AbortController
  readonly frames: Int16Array<ArrayBuffer>[]
}

class Transcription {
  readonly state: State<TranscriptionStoreState> = new State(initial)
  options: TranscriptionStoreOptions
  readonly #client: Client
  #run: Run | undefined

  constructor(client: Client, options: TranscriptionStoreOptions) {
    this.#client = client
    this.options = options
  }

  transcribe(file: FileSource): boolean {
    const { recording, recordedSeconds } = this.state.getSnapshot()
    const run = this.#begin('transcribing')
    if (run && file === recording) this.state.set({ recording, recordedSeconds })
    if (run) this.#send(run, file).catch((error) => this.#fail(run, error))
    return run !== undefined
  }

  record(): boolean {
    const run = this.#begin('opening')
    if (run) this.#listen(run).catch((error) => this.#fail(run, error))
    return run !== undefined
  }

  finish(): boolean {
    const run = this.#run
    if (!run || this.state.getSnapshot().status !== 'recording') return false
    this.#run = undefined
    run.controller.abort()
    const recording = toWavBlob(run.frames, sampleRate)
    this.state.set({ recording })
    return this.transcribe(recording)
  }

  cancel(): void {
    const run = this.#run
    if (!run) return
    this.#run = undefined
    run.controller.abort()
    this.state.set(initial)
  }

  #begin(status: TranscriptionStoreState['status']): Run | undefined {
    if (this.#run) return undefined
    this.#run = { controller: new AbortController(), frames: [] }
    this.state.set({ ...initial, status })
    return this.#run
  }

  async #send(run: Run, file: FileSource): Promise<void> {
    const { params, request } = this.options
    const transcript = await transcribe(
      this.#client,
      { ...params, file },
      {
        ...request,
        signal: run.controller.signal,
        onUploadProgress: ({ sentBytes, totalBytes }) => {
          if (this.#run === run && totalBytes) this.state.setInFrame(() => ({ uploaded: sentBytes / totalBytes }))
        },
      },
    )
    if (this.#run !== run) return
    this.#run = undefined
    this.state.set({ status: 'done', text: transcript.text, transcript, uploaded: 1 })
    notify(this.options.onFinish, transcript)
  }

  async #listen(run: Run): Promise<void> {
    const { workletUrl, deviceId } = this.options
    let recorded = 0
    let level = 0
    const microphone = await openMicrophone({
      workletUrl,
      deviceId,
      onLevel: (current) => {
        level = current
      },
      onLost: (error) => this.#fail(run, error),
    })
    // Also when the recording is finished: it ends the microphone, not the request.
    const { signal } = run.controller
    signal.addEventListener('abort', () => void microphone.close(), { once: true })
    if (signal.aborted) return microphone.close()
    await microphone.start(sampleRate, (samples) => {
      if (this.#run !== run) return
      run.frames.push(new Int16Array(samples))
      recorded += samples.length
      this.state.setInFrame(() => ({ level, recordedSeconds: recorded / sampleRate }))
    })
    if (this.#run === run) this.state.set({ status: 'recording' })
  }

  #fail(run: Run, error: unknown): void {
    if (this.#run !== run) return
    this.#run = undefined
    run.controller.abort()
    this.state.set({ status: 'error', error, level: 0 })
    notify(this.options.onError, error)
  }
}
