import type { OnAudio, Voice } from './client.ts'

/** Sending side of a contestant. */
interface Sender {
  /** Sends an event with only a type. */
  ask(type: 'response.create' | 'input_audio_buffer.commit'): void
  sendAudio(bytes: Buffer): Promise<void> | void
}

/** Session with callbacks for received events. */
interface ToldVoice extends Voice {
  /** Call with audio of the response. */
  readonly hear: OnAudio
  /** Call at the end of the response, or when the sent audio is committed. */
  readonly settle: () => void
}

/** Creates a voice session from the sending side of a contestant; the caller reports received events. */
export function createVoice({ ask, sendAudio }: Sender): ToldVoice {
  let onAudio: OnAudio = () => {}
  let resolve = (): void => {}
  const askAndWait = (type: 'response.create' | 'input_audio_buffer.commit'): Promise<void> =>
    new Promise((settled) => {
      resolve = settled
      ask(type)
    })
  return {
    hear: (bytes) => onAudio(bytes),
    settle: () => resolve(),
    sendAudio,
    listen(callback) {
      onAudio = callback
      return askAndWait('response.create')
    },
    commit: () => askAndWait('input_audio_buffer.commit'),
  }
}

/** The same on a plain socket, as written by hand. */
export function createPlainVoice(send: (text: string) => void): Voice & { receive(text: string): void } {
  const voice = createVoice({
    ask: (type) => send(JSON.stringify({ type })),
    sendAudio: (bytes) => send(JSON.stringify({ type: 'input_audio_buffer.append', audio: bytes.toString('base64') })),
  })
  return {
    ...voice,
    receive(text) {
      const event: { type: string; delta: string } = JSON.parse(text)
      if (event.type === 'response.audio.delta') voice.hear(Buffer.from(event.delta, 'base64'))
      else if (event.type === 'response.done' || event.type === 'input_audio_buffer.committed') voice.settle()
    },
  }
}

/** Path of voice sessions. */
export const voiceUrl = (baseUrl: string): string => `${baseUrl.replace('http', 'ws')}/v1/realtime`
