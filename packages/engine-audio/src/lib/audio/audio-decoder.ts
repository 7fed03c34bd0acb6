import type { AudioDecoder } from '@mira/engine'
import { EngineThread, workerUrl } from '@mira/engine/internal'
import type { DecodeTask } from './decode-protocol.ts'

/** Starts a decoder whose work is done in a worker thread, from the first call on. */
export function createAudioDecoder(): AudioDecoder {
  const url = workerUrl(import.meta.url, './decode-worker.ts', './decode-worker.js')
  const thread = new EngineThread<DecodeTask, Int16Array>({ name: 'audio decoder', url })
  return {
    decode: (file, { signal, maxDurationSeconds = 600 } = {}) => thread.run({ file, maxDurationSeconds }, { signal }),
    close: () => thread.close(),
  }
}
