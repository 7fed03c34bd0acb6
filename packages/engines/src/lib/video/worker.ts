import { lowerPriority } from '../thread/lower-priority.ts'
import { serveThread } from '../thread/serve-thread.ts'
import { makeClip } from './make-clip.ts'

lowerPriority()
serveThread(makeClip, ({ data }) => [data.buffer])
