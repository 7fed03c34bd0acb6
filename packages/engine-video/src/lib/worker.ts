import { lowerPriority, serveThread } from '@mira/engine/internal'
import { makeClip } from './make-clip.ts'

lowerPriority()
serveThread(makeClip, ({ data }) => [data.buffer])
