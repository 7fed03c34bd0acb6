import { RealtimeClient } from '@supabase/realtime-js'
import type { OpenClient } from './client.ts'
import { createVoice, voiceUrl } from './voice.ts'

/** Carries events as broadcasts of a channel: the server sends and takes the same ones in that form. */
export const open: OpenClient<'openVoice'> = (baseUrl) => ({
  async openVoice() {
    const channel = new RealtimeClient(voiceUrl(baseUrl), { params: { apikey: 'key' } }).channel('voice')
    const send = (event: string, payload: object): void => void channel.send({ type: 'broadcast', event, payload })
    const voice = createVoice({
      ask: (type) => send(type, { type }),
      sendAudio: (bytes) => send('input_audio_buffer.append', { audio: bytes.toString('base64') }),
    })
    channel
      .on('broadcast', { event: 'response.audio.delta' }, ({ payload }) =>
        voice.hear(Buffer.from(payload.delta, 'base64')),
      )
      .on('broadcast', { event: 'response.done' }, voice.settle)
      .on('broadcast', { event: 'input_audio_buffer.committed' }, voice.settle)
    await new Promise<void>((resolve) => {
      channel.subscribe((status) => {
        if (status === 'SUBSCRIBED') resolve()
      })
    })
    return voice
  },
})
