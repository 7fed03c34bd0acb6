import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type OpenAI from 'openai'
import { OpenAIRealtimeWS } from 'openai/realtime/ws'
import type { Voice } from './client.ts'
import { createVoice } from './voice.ts'

/** Opens a session with the openai client. */
export async function openVoice(client: OpenAI): Promise<Voice> {
  const { hostname, port } = new URL(client.baseURL)
  // It always requests `wss:`; without a custom connection it would be the only one to use TLS.
  const createConnection = (): Socket => connect({ host: hostname, port: Number(port), noDelay: true })
  const session = new OpenAIRealtimeWS({ model: 'mira', options: { createConnection } }, client)
  const voice = createVoice({
    ask: (type) => session.send({ type }),
    sendAudio: (bytes) => session.send({ type: 'input_audio_buffer.append', audio: bytes.toString('base64') }),
  })
  session.on('error', (error) => console.error(error))
  // Its types include only the newer name of this event.
  const audioDelta = 'response.audio.delta' as 'response.output_audio.delta'
  session.on(audioDelta, ({ delta }) => voice.hear(Buffer.from(delta, 'base64')))
  session.on('response.done', voice.settle)
  session.on('input_audio_buffer.committed', voice.settle)
  await once(session.socket, 'open')
  return voice
}
