import { startServer } from '@mira/server'

/** Answer to one call: its status, and the sentence of a refusal. */
export interface CallOutcome {
  readonly status: number
  readonly detail: string | undefined
}

/** Outcome of a call for each capability. */
export type Outcomes = Readonly<Record<string, CallOutcome>>

const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** A second of a tone, as 16-bit WAV at 16 kHz. */
function makeTone(): Blob {
  const bytes = Buffer.alloc(44 + 32_000)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(32_036, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(16_000, 24)
  bytes.writeUInt32LE(32_000, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(32_000, 40)
  for (let sample = 0; sample < 16_000; sample++) {
    bytes.writeInt16LE(Math.round(8_000 * Math.sin(sample / 10)), 44 + sample * 2)
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
const calls: Readonly<Record<string, [path: string, init?: RequestInit]>> = {
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

await using server = await startServer()
const outcomes: Record<string, CallOutcome> = {}
for (const [name, [path, init]] of Object.entries(calls)) {
  const headers = { ...(init?.headers as Record<string, string>), authorization: `Bearer ${server.apiKey}` }
  const answer = await fetch(server.url + path, { ...init, headers })
  const body = Buffer.from(await answer.arrayBuffer()).toString()
  outcomes[name] = { status: answer.status, detail: answer.ok ? undefined : JSON.parse(body).detail }
}
const { engines } = (await (await fetch(`${server.url}/health`)).json()) as { engines: object }
const models = (await (
  await fetch(`${server.url}/v1/models`, { headers: { authorization: `Bearer ${server.apiKey}` } })
).json()) as { data: { id: string }[] }
process.stdout.write(JSON.stringify({ outcomes, engines, models: models.data.map(({ id }) => id) }))
