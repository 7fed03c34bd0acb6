import { lowerPriority } from '../thread/lower-priority.ts'
import { serveThread } from '../thread/serve-thread.ts'
import { makeSong } from './make-song.ts'
import type { SongResult, SongTask } from './protocol.ts'

lowerPriority()
serveThread<SongTask, SongResult>(makeSong, (song) => [song.data.buffer as ArrayBuffer])
