import { serveWorker } from '@mira/engine/worker'
import { chooseStyle } from './brief/choose-style.ts'
import { makeSong } from './make-song.ts'
import type { LocalSong, SongCalls, SongRequest } from './protocol.ts'
import { checkLyrics } from './voice/lyrics.ts'

serveWorker<SongRequest, LocalSong, never, SongCalls>(async ({ hasEmbed, ...request }, { report, call }) => {
  if (!request.isInstrumental && request.lyrics?.trim()) checkLyrics(request.lyrics)
  const style = await chooseStyle(request, hasEmbed ? (texts) => call('embed', texts) : undefined)
  const { prompt, genre, mood, style: words } = request
  return makeSong({ ...request, ...style, words: { prompt, genre, mood, style: words } }, report)
})
