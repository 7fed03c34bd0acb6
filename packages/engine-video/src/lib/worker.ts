import { serveWorker } from '@mira/engine/worker'
import { limitSharp } from '@mira/engine-vision/internal'
import { makeClip } from './make-clip.ts'
import type { ClipTask, LocalClip } from './protocol.ts'

limitSharp()

serveWorker<ClipTask, LocalClip>(makeClip)
