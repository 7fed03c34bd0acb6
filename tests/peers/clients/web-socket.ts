import { once } from 'node:events'
import type { OpenClient } from './client.ts'
import { createPlainVoice, voiceUrl } from './voice.ts'

/** The same with the built-in `WebSocket`. */
export const open: OpenClient<'openVoice'> = (baseUrl) => ({
  async openVoice() {
    const socket = new WebSocket(voiceUrl(baseUrl))
    const voice = createPlainVoice((text) => socket.send(text))
    socket.addEventListener('message', ({ data }) => voice.receive(data))
    await once(socket, 'open')
    return voice
  },
})
