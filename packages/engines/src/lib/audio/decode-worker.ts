import { serveThread } from '../thread/serve-thread.ts'
import { decodeAudio } from './decode-audio.ts'
import type { DecodeTask } from './decode-protocol.ts'

serveThread(
  ({ file, maxDurationSeconds }: DecodeTask) => decodeAudio(file, maxDurationSeconds),
  (samples) => [samples.buffer as ArrayBuffer],
)
