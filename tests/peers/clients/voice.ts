import type { OnAudio, Voice } from './client.ts'

/** How a contestant sends. */
interface Sender {
  /** Sends an event that has no more than a type. */
  ask(type: 'response.create' | 'input_audio_buffer.commit'): void
  sendAudio(bytes: Buffer): Promise<void> | void
}

/** A session to be told what comes. */
interface ToldVoice extends Voice {
  /** Takes audio of the response. */
  readonly hear: OnAudio
  /** Takes the end of the response, or of our own audio. */
  readonly settle: () => void
}

/** Makes a voice session of a contestant's way to send; what comes has to be told to it. */
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

/** The same on a bare socket, with the few lines that a careful developer writes by hand. */
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

/** Where voice sessions are opened. */
export const voiceUrl = (baseUrl: string): string => `${baseUrl.replace('http', 'ws')}/v1/realtime`
