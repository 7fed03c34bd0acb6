import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@mira/core'
import { media } from '@mira/media'
import { save } from '@mira/media/node'

const mira = createClient().extend(media)
const folder = await mkdtemp(join(tmpdir(), 'mira-'))
process.chdir(folder)

// #region speak
const { data: voices } = await mira.audio.voices()
const speech = await mira.audio.speech({ input: 'Good evening.', voice: voices[0]?.id, response_format: 'mp3' })
const { sizeBytes, mediaType } = await save(speech, 'evening.mp3')
console.log(`${mediaType}, ${sizeBytes} bytes`)
// #endregion

// #region route
/** A route that forwards the audio while it arrives. */
async function speak(request: Request): Promise<Response> {
  const input = new URL(request.url).searchParams.get('text') ?? 'Nothing to say.'
  const speech = await mira.audio.speech({ input }, { signal: request.signal }) // canceled when the listener disconnects
  return new Response(speech.stream(), { headers: { 'content-type': speech.mediaType } })
}
// #endregion

const response = await speak(new Request('http://app.example/speak?text=Good%20night.'))
console.log(`${response.headers.get('content-type')} forwarded, ${(await response.arrayBuffer()).byteLength} bytes`)
process.chdir(tmpdir())
await rm(folder, { recursive: true })
