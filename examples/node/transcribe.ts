import { join } from 'node:path'
import { createClient } from '@mira/core'
import { fromPath } from '@mira/core/node'
import { media, parseSubtitles, toSrt, toVtt } from '@mira/media'

const mira = createClient().extend(media)
const recording = join(import.meta.dirname, 'files/meeting.mp3')

// #region transcribe
const transcript = await mira.audio.transcribe(
  { file: await fromPath(recording), language: 'en', response_format: 'verbose_json' },
  { onUploadProgress: ({ sentBytes, totalBytes }) => console.log(`${sentBytes} of ${totalBytes} bytes sent`) },
)
console.log(transcript.text, transcript.duration)
// #endregion

// #region subtitles
console.log(toVtt(transcript))
const srt = toSrt(transcript)
console.log(`${parseSubtitles(srt).length} subtitles`)
// #endregion
