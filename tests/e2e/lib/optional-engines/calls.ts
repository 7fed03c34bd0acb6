import { toInt16, toLittleEndianBytes, wavHeader } from '@mira/engine/audio'

/** Creates a request with a JSON body. */
export const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const sampleRate = 16_000

/**
 * Creates audio as a WAV file. Defaults to one second of a tone.
 *
 * @param sampleAt - Returns a sample from -1 to 1.
 */
export function makeTone(seconds = 1, sampleAt: (index: number) => number = (index) => Math.sin(index / 10) / 4): Blob {
  const data = toLittleEndianBytes(
    toInt16(Float32Array.from({ length: seconds * sampleRate }, (_, index) => sampleAt(index))),
  )
  return new Blob([wavHeader(sampleRate, data.length), data] as BlobPart[], { type: 'audio/wav' })
}

function makeForm(): FormData {
  const form = new FormData()
  form.set('file', makeTone(), 'tone.wav')
  return form
}

const music = { prompt: 'calm', duration_seconds: 2, instrumental: true }
const video = { prompt: 'a red ball' }
/** One typical call per capability. */
export const calls: Readonly<Record<string, [path: string, init?: RequestInit]>> = {
  chat: ['/v1/chat/completions', json({ model: 'mira', messages: [{ role: 'user', content: 'What is 2 + 2?' }] })],
  embeddings: ['/v1/embeddings', json({ model: 'mira-embed', input: 'hello' })],
  images: ['/v1/images/generate', json({ prompt: 'a red ball', size: '512x512' })],
  vision: ['/v1/vision/locate', json({ image: pixel, target: 'a ball' })],
  speech: ['/v1/audio/speech', json({ input: 'Hello.', response_format: 'wav' })],
  transcription: ['/v1/audio/transcribe', { method: 'POST', body: makeForm() }],
  music: ['/v1/audio/music', json(music)],
  video: ['/v1/video/generate', json(video)],
  realtime: ['/v1/realtime/preflight'],
}
