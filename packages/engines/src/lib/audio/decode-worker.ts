import { decodeAudio } from './decode-audio.ts'
import type { DecodeTask } from './decode-protocol.ts'
import { serveThread } from './serve-thread.ts'

serveThread(
  ({ file, maxDurationSeconds }: DecodeTask) => decodeAudio(file, maxDurationSeconds),
  (samples) => [samples.buffer as ArrayBuffer],
)
