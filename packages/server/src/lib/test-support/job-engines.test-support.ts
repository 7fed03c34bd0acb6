import {
  EngineInputError,
  EngineUnavailableError,
  type LongCallOptions,
  type MusicEngine,
  type MusicRequest,
  type VideoEngine,
  type VideoRequest,
} from '@mira/engine'
import { finishWav } from '@mira/engine/audio'

/** Failures that a test requests with a word in the prompt. */
const failures: Record<string, () => Error> = {
  'be-unavailable': () => new EngineUnavailableError('The synthesizer is busy', { status: 503 }),
  'be-unplayable': () => new EngineInputError('prompt: cannot play this', 'prompt'),
  'be-broken': () => new Error('secret internals'),
}

/** Access of a test to an engine. */
export interface EngineHandle<Request> {
  /** All requests received. */
  readonly requests: Request[]
  /** Prompts of calls whose signal aborted. */
  readonly aborted: string[]
  /** Unblocks current and later calls with "wait" in their prompt. */
  unblock(): void
}

interface Work {
  readonly prompt: string
  readonly workMs: number
}

/** Simulates work in four stages of equal duration. */
function createWorker(): EngineHandle<never> & { work(work: Work, options?: LongCallOptions): Promise<void> } {
  const aborted: string[] = []
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  async function work({ prompt, workMs }: Work, { signal, onProgress }: LongCallOptions = {}): Promise<void> {
    for (const [word, fail] of Object.entries(failures)) if (prompt.includes(word)) throw fail()
    for (const [index, stage] of ['listening', 'composing', 'playing', 'encoding'].entries()) {
      onProgress?.({ fraction: index / 4, stage })
      if (index === 2 && prompt.includes('wait')) await untilAborted(gate, signal)
      await untilAborted(new Promise((resolve) => setTimeout(resolve, workMs / 4)), signal)
    }
  }
  async function watched(given: Work, options?: LongCallOptions): Promise<void> {
    try {
      await work(given, options)
    } catch (error) {
      if (options?.signal?.aborted === true) aborted.push(given.prompt)
      throw error
    }
  }
  return { requests: [], aborted, unblock: () => letGo(), work: watched }
}

async function untilAborted(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  const end = new AbortController()
  const abort = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true, signal: end.signal })
  })
  await Promise.race([work, abort]).finally(() => end.abort())
}

const sampleRate = 8_000

/** Music engine of {@link createScaleMusicEngine}. */
export type ScaleMusicEngine = MusicEngine & EngineHandle<MusicRequest>

/** Creates a small working music engine that plays a scale, one note per second, as a WAV file. */
export function createScaleMusicEngine({ workMs = 4 } = {}): ScaleMusicEngine {
  const { work, aborted, unblock } = createWorker()
  const requests: MusicRequest[] = []
  return {
    requests,
    aborted,
    unblock,
    info: { name: 'scale-engine', kind: 'procedural', description: 'Plays a scale.' },
    close: async () => undefined,
    async compose(request, options) {
      requests.push(request)
      const { prompt, durationSeconds, isInstrumental, lyrics, seed = 0, genre = 'study', mood = 'calm' } = request
      await work({ prompt, workMs }, options)
      const composition = { tempo: 60, key: 'C major', form: ['Scale'], instruments: ['sine'], genre, mood, seed }
      const words = isInstrumental ? undefined : (lyrics ?? '[Verse]\nDo re mi')
      return { data: playScale(durationSeconds), mediaType: 'audio/wav', durationSeconds, lyrics: words, composition }
    },
  }
}

function playScale(seconds: number): Uint8Array {
  const file = Buffer.alloc(44 + 2 * sampleRate * seconds)
  file.write('RIFF\0\0\0\0WAVEfmt ', 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(sampleRate, 24)
  file.writeUInt32LE(sampleRate * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  for (let index = 0; index < sampleRate * seconds; index += 1) {
    const pitch = 261.6 * 2 ** (((2 * Math.floor(index / sampleRate)) % 12) / 12)
    file.writeInt16LE(Math.round(8_000 * Math.sin((2 * Math.PI * pitch * index) / sampleRate)), 44 + 2 * index)
  }
  return finishWav(file)
}

/** Video engine of {@link createBoxVideoEngine}. */
export type BoxVideoEngine = VideoEngine & EngineHandle<VideoRequest>

/** Creates a small video engine whose file is the first box of an MP4; its description contains the prompt. */
export function createBoxVideoEngine({ workMs = 4 } = {}): BoxVideoEngine {
  const { work, aborted, unblock } = createWorker()
  const requests: VideoRequest[] = []
  return {
    requests,
    aborted,
    unblock,
    info: { name: 'box-engine', kind: 'procedural', description: 'Writes the first box of a film.' },
    close: async () => undefined,
    async animate(request, options) {
      requests.push(request)
      const { prompt, durationSeconds, firstFrame, seed = 0 } = request
      await work({ prompt, workMs }, options)
      const data = Buffer.from('\0\0\0\x10ftypisom\0\0\0\0', 'latin1')
      const description = `${prompt}, from a picture of ${firstFrame?.length ?? 0} bytes`
      const size = { width: 1_280, height: 720, framesPerSecond: 25 }
      return { data, mediaType: 'video/mp4', durationSeconds, ...size, description, seed }
    },
  }
}
