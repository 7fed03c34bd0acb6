// Prints the latency from a spoken question to the first audio of its answer, by phase.
// node --conditions=@mira/source tests/e2e/scripts/realtime-latency.ts [turns]
import { performance } from 'node:perf_hooks'
import { createClient } from '@mira/core'
import { connectRealtime, type RealtimeEventType } from '@mira/realtime'
import { startServer } from '@mira/server'
import { createSpoken, lastLoudByte } from '../lib/spoken.ts'

const turns = Number(process.argv[2] ?? 20)
const questions = ['What is six times seven?', 'What is twenty plus twenty?', 'What is fifty plus thirty?']
const frameBytes = 960
const frameMs = 20

await using spoken = createSpoken()
await using server = await startServer()
await using session = await connectRealtime(createClient({ baseUrl: server.url, apiKey: server.apiKey }), {
  voice: 'aria',
})
const marks = new Map<RealtimeEventType, number>()
session.on('*', ({ type }) => {
  if (!marks.has(type)) marks.set(type, performance.now())
})
const steps: readonly (readonly [name: string, until: RealtimeEventType])[] = [
  ['end of turn noticed', 'input_audio_buffer.speech_stopped'],
  ['transcribed', 'conversation.item.input_audio_transcription.completed'],
  ['answer begun', 'response.audio_transcript.delta'],
  ['first sound', 'response.audio.delta'],
]
const samples = new Map<string, number[]>(steps.map(([name]) => [name, []]))
const totals: number[] = []
for (let turn = 0; turn <= turns; turn += 1) {
  const question = questions[turn % questions.length] as string
  const sound = await spoken.say(question)
  const speechEnd = lastLoudByte(sound)
  marks.clear()
  const done = new Promise((resolve) => session.on('response.done', resolve))
  const startedAt = performance.now()
  let place = 0
  // Frames are sent in real time, followed by silence, as from a microphone.
  const timer = setInterval(() => {
    while ((place / frameBytes) * frameMs <= performance.now() - startedAt) {
      const frame = Buffer.alloc(frameBytes)
      sound.subarray(place, place + frameBytes).copy(frame)
      place += frameBytes
      void session.sendAudio(frame)
    }
  }, 5)
  await done
  clearInterval(timer)
  // The first turn includes the loading of engines.
  if (turn === 0) continue
  let since = startedAt + (speechEnd / frameBytes) * frameMs
  totals.push((marks.get('response.audio.delta') as number) - since)
  for (const [name, until] of steps) {
    const at = marks.get(until) as number
    samples.get(name)?.push(at - since)
    since = at
  }
}
const median = percentile(totals, 0.5)
console.log(`${turns} turns, from the last sound of the question to the first of the answer`)
console.log(`median ${median.toFixed(0)} ms, p95 ${percentile(totals, 0.95).toFixed(0)} ms`)
for (const [name, values] of samples) {
  const share = (percentile(values, 0.5) / median) * 100
  console.log(
    `  ${name.padEnd(20)} median ${percentile(values, 0.5).toFixed(0).padStart(4)} ms (${share.toFixed(0)} %), p95 ${percentile(values, 0.95).toFixed(0)} ms`,
  )
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number
}
