import { performance } from 'node:perf_hooks'
import { parentPort, workerData } from 'node:worker_threads'
import { WebSocket } from 'ws'
import { createSpoken, lastLoudByte } from '../lib/spoken.ts'

interface Task {
  readonly url: string
  readonly apiKey: string
  readonly sessions: number
  readonly seconds: number
  /** Number of sessions that ask a question; the others send quiet noise. */
  readonly speakers: number
}

const { url, apiKey, sessions, seconds, speakers } = workerData as Task
const frameMs = 20
const frameBytes = 960
const spoken = createSpoken()
const question = await spoken.say('What is six times seven?')
const spokenUntil = lastLoudByte(question)
await spoken[Symbol.asyncDispose]()

const lags: number[] = []
const answers: number[] = []
const failures: string[] = []

async function converse(index: number): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/realtime`, [
    'mira-realtime.v1',
    `openai-insecure-api-key.${apiKey}`,
  ])
  const isSpeaker = index < speakers
  let askedAt = 0
  let probedAt = 0
  socket.on('error', (error) => failures.push(error.message))
  socket.on('message', (data) => {
    const { type } = JSON.parse(data.toString())
    // The response to an empty update shows when the preceding frame was processed.
    if (type === 'session.updated') lags.push(performance.now() - probedAt)
    if (type === 'response.audio.delta' && askedAt > 0) {
      answers.push(performance.now() - askedAt)
      askedAt = 0
    }
    if (type === 'error') failures.push(data.toString())
  })
  await new Promise((resolve) => socket.once('open', resolve))
  // Sessions are not synchronized.
  await new Promise((resolve) => setTimeout(resolve, (index * frameMs) / sessions))
  const startedAt = performance.now()
  for (let count = 0; count * frameMs < seconds * 1_000; count += 1) {
    const frame = Buffer.alloc(frameBytes)
    const place = count * frameBytes
    if (isSpeaker && place < question.length) question.subarray(place, place + frameBytes).copy(frame)
    if (isSpeaker && place <= spokenUntil && place + frameBytes > spokenUntil) askedAt = performance.now()
    socket.send(`{"type":"input_audio_buffer.append","audio":"${frame.toString('base64')}"}`)
    if (count % 10 === 0) {
      probedAt = performance.now()
      socket.send('{"type":"session.update","session":{}}')
    }
    const waitMs = startedAt + (count + 1) * frameMs - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
  socket.close()
}

await Promise.all(Array.from({ length: sessions }, (_, index) => converse(index)))
const sorted = lags.toSorted((a, b) => a - b)
const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN)
parentPort?.postMessage({
  'frame taken after p50, p99, max (ms)': [at(0.5), at(0.99), at(1)],
  'questions answered': `${answers.length} of ${speakers}`,
  'first sound after (ms)': answers.map(Math.round),
  failures: failures.slice(0, 3),
})
