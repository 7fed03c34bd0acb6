import { createClient } from '@mira/core'
import { connectRealtime } from '@mira/realtime'
import { attachAudio, openMicrophone, openSpeaker } from '@mira/realtime/audio'

const client = createClient({ baseUrl: '/api/mira' }) // no API key: your server adds it
const button = document.querySelector('button')!
const meter = document.querySelector('meter')!
const list = document.querySelector('ol')!

function write(text: string): void {
  list.append(Object.assign(document.createElement('li'), { textContent: text }))
}

// #region talk
async function talk(): Promise<void> {
  const session = await connectRealtime(client, { voice: 'aria' }, { audio: { overflow: 'drop' } })
  session.on('conversation.item.input_audio_transcription.completed', ({ transcript }) => write(transcript))
  session.on('response.audio_transcript.done', ({ transcript }) => write(transcript))
  const [source, sink] = await Promise.all([
    openMicrophone({ onLevel: (level) => (meter.value = level) }), // asks the user for permission
    openSpeaker(),
  ])
  await attachAudio(session, { source, sink })
}
// #endregion

button.addEventListener('click', () => {
  button.disabled = true
  talk().catch((error) => write(String(error)))
})
