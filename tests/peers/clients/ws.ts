import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { OpenClient } from './client.ts'
import { createPlainVoice, voiceUrl } from './voice.ts'

/** The yardstick of voice sessions: `ws` and JSON by hand. */
export const open: OpenClient<'openVoice'> = (baseUrl) => ({
  async openVoice() {
    const socket = new WebSocket(voiceUrl(baseUrl), { perMessageDeflate: false })
    const voice = createPlainVoice((text) => socket.send(text))
    socket.on('message', (data) => voice.receive(data.toString()))
    await once(socket, 'open')
    return voice
  },
})
