import type { Client } from '@mira/core'
import { connectRealtime } from '@mira/realtime'
import type { Voice } from './client.ts'
import { createVoice } from './voice.ts'

/** Opens a session of our client. */
export async function openVoice(client: Client): Promise<Voice> {
  const session = await connectRealtime(client)
  const voice = createVoice({
    ask: (type) => session.send({ type }),
    sendAudio: (bytes) => session.sendAudio(bytes),
  })
  session.on('response.audio.delta', ({ audio }) => voice.hear(audio))
  session.on('response.done', voice.settle)
  session.on('input_audio_buffer.committed', voice.settle)
  return voice
}
