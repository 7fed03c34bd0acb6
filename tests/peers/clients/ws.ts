import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { OpenClient } from './client.ts'
import { createPlainVoice, voiceUrl } from './voice.ts'

/** Baseline of voice sessions: `ws` and hand-written JSON. */
export const open: OpenClient<'openVoice'> = (baseUrl) => ({
  async openVoice() {
    const socket = new WebSocket(voiceUrl(baseUrl), { perMessageDeflate: false })
    const voice = createPlainVoice((text) => socket.send(text))
    socket.on('message', (data) => voice.receive(data.toString()))
    await once(socket, 'open')
    return voice
  },
})
