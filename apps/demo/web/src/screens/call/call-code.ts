import type { Snippets } from '../../app/code/snippets.ts'
import { writeJavaScript } from '../../app/code/write-literal.ts'

/** Writes the code of a call, which needs the microphone of a browser. */
export function writeCallCode(voice: string): Snippets {
  return {
    typescript: `import { createClient } from '@mira/core'
import { realtime } from '@mira/realtime'
import { attachAudio, openMicrophone, openSpeaker } from '@mira/realtime/audio'

const mira = createClient({ baseUrl: '/api/mira' }).extend(realtime) // @mira/proxy on your server adds the key

const [source, sink] = await Promise.all([openMicrophone(), openSpeaker()])
const session = await mira.realtime.connect(
  { voice: ${writeJavaScript(voice)}, instructions: 'Be brief.' },
  { audio: { overflow: 'drop' } }, // live audio that cannot be sent in time is useless
)
await attachAudio(session, { source, sink }) // speech interrupts the answer

document.querySelector('#hang-up')?.addEventListener('click', () => session.close())
for await (const event of session) {
  if (event.type === 'conversation.item.input_audio_transcription.completed') console.log('You:', event.transcript)
  if (event.type === 'response.audio_transcript.done') console.log('Mira:', event.transcript)
}
await Promise.all([source.close(), sink.close()])
`,
  }
}
