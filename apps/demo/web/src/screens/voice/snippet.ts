import { createClient } from '@mira/core'
import { media, toSrt } from '@mira/media'

const mira = createClient({ baseUrl: '/api/mira' }).extend(media)

const { data: voices } = await mira.audio.voices()
const speech = await mira.audio.speech({ input: 'Good morning.', voice: voices[0]?.id, response_format: 'pcm' })
for await (const piece of speech) console.log(piece.length, 'bytes to play') // streamed while the speech is generated

const file = document.querySelector<HTMLInputElement>('#file')?.files?.[0]
if (file) {
  const transcript = await mira.audio.transcribe({
    file,
    response_format: 'verbose_json',
    timestamp_granularities: ['segment', 'word'],
  })
  console.log(transcript.text, transcript.words)
  console.log(toSrt(transcript))
}
