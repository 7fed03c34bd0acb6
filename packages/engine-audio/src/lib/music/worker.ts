import { lowerPriority, serveThread } from '@mira/engine/internal'
import { makeSong } from './make-song.ts'
import type { SongResult, SongTask } from './protocol.ts'

lowerPriority()
serveThread<SongTask, SongResult>(makeSong, (song) => [song.data.buffer as ArrayBuffer])
