import { createClient } from '@mira/core'
import { realtime } from '@mira/realtime'
import { attachAudio, openMicrophone, openSpeaker } from '@mira/realtime/audio'

const mira = createClient({ baseUrl: '/api/mira' }).extend(realtime)

const [source, sink] = await Promise.all([openMicrophone(), openSpeaker()])
const session = await mira.realtime.connect(
  { voice: 'aria', instructions: 'Be brief.' },
  { audio: { overflow: 'drop' } }, // live audio that cannot be sent in time is useless
)
await attachAudio(session, { source, sink }) // speech interrupts the answer

document.querySelector('#hang-up')?.addEventListener('click', () => session.close())
for await (const event of session) {
  if (event.type === 'conversation.item.input_audio_transcription.completed') console.log('You:', event.transcript)
  if (event.type === 'response.audio_transcript.done') console.log('Mira:', event.transcript)
}
await Promise.all([source.close(), sink.close()])
