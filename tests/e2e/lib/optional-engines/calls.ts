/** Creates a request with a JSON body. */
export const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** Creates audio as 16-bit WAV at 16 kHz. Defaults to one second of a tone. */
export function makeTone(
  seconds = 1,
  sampleAt: (index: number) => number = (index) => 8_000 * Math.sin(index / 10),
): Blob {
  const dataBytes = seconds * 32_000
  const bytes = Buffer.alloc(44 + dataBytes)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(dataBytes + 36, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(16_000, 24)
  bytes.writeUInt32LE(32_000, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(dataBytes, 40)
  for (let sample = 0; sample < seconds * 16_000; sample++) {
    bytes.writeInt16LE(Math.round(sampleAt(sample)), 44 + sample * 2)
  }
  return new Blob([bytes], { type: 'audio/wav' })
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
