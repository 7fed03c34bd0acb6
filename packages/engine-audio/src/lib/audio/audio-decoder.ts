import type { AudioDecoder } from '@mira/engine'
import { createWorkerHost, type EngineWorkerOptions, workerUrl } from '@mira/engine/worker'
import type { DecodeTask } from './decode-worker.ts'

/** Options for {@link createAudioDecoder}. */
export interface AudioDecoderOptions {
  /**
   * Limits of the child process.
   *
   * @defaultValue 60 s per file and 1 GiB of memory.
   */
  readonly worker?: EngineWorkerOptions | undefined
}

/**
 * Creates an audio decoder that runs in a child process, started on the first call. Calls are scheduled fairly between
 * callers.
 *
 * @returns A decoder for WAV, MP3 and FLAC, and for Opus or Vorbis in OGG or WebM.
 */
export function createAudioDecoder({ worker }: AudioDecoderOptions = {}): AudioDecoder {
  const host = createWorkerHost<DecodeTask, Int16Array>({
    name: 'audio decoder',
    url: workerUrl(import.meta.url, './decode-worker.ts', './decode-worker.js'),
    deadlineMs: 60_000,
    maxMemoryBytes: 2 ** 30,
    limits: worker,
  })
  return {
    decode: (file, { signal, caller, maxDurationSeconds = 600 } = {}) =>
      host.run({ file, maxDurationSeconds }, { signal, caller }),
    close: () => host.close(),
  }
}
