import { serveThread } from '@mira/engine/internal'
import { decodeAudio } from './decode-audio.ts'
import type { DecodeTask } from './decode-protocol.ts'

serveThread(
  ({ file, maxDurationSeconds }: DecodeTask) => decodeAudio(file, maxDurationSeconds),
  (samples) => [samples.buffer as ArrayBuffer],
)
