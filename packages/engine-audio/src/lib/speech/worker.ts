import { resample } from '@mira/engine/audio'
import { serveThread } from '@mira/engine/internal'
import { loadFlite } from './flite.ts'
import type { SpeechResult, SpeechTask } from './protocol.ts'

let speak: ReturnType<typeof loadFlite> | undefined

serveThread(
  (task: SpeechTask): SpeechResult => {
    speak ??= loadFlite()
    return { samples: resample(speak(task), task.sampleRate).samples }
  },
  ({ samples }) => [samples.buffer as ArrayBuffer],
)
