import { serveWorker } from '@mira/engine/worker'
import { decodeAudio } from './decode-audio.ts'

/** A file to decode. */
export interface DecodeTask {
  readonly file: Uint8Array
  readonly maxDurationSeconds: number
}

serveWorker<DecodeTask, Int16Array>(({ file, maxDurationSeconds }) => decodeAudio(file, maxDurationSeconds))
