// Compares the built-in turn detector with Silero VAD: recordings of people in noise of several kinds, generated from a printed
// seed. The weights come from a package of PyPI into a temporary directory. Without pip, one line says so.
//
//   node --conditions=@mira/source scripts/proofs/turn-detection.mjs [--seed=1]
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createRandom } from '../../packages/engine/src/lib/random.ts'
import { fetchRecording } from '../../packages/engine-audio/eval/voice/fetch-recording.ts'
import { createLocalTurnDetectionEngine } from '../../packages/engine-audio/src/index.ts'
import { decodeAudio } from '../../packages/engine-audio/src/lib/audio/decode-audio.ts'
import { openSherpaTurnDetectionEngine } from '../../packages/engine-audio/src/sherpa.ts'
import { formatTable } from '../../tests/size/lib/table.ts'
import { fetchWheel } from './real-models-weights.mjs'

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } })
const random = createRandom(Number(values.seed))
const sampleRate = 16_000
const chunkSamples = 320
/** Noise before and after the speech, in seconds. */
const marginSeconds = 4
/** Padding and silence of the detectors, in seconds: their defaults. */
const [paddingSeconds, silenceSeconds] = [0.3, 0.5]
/** How far from the speech a turn may begin or end, in seconds. */
const toleranceSeconds = 0.3

const noises = [
  { name: 'none', decibels: 0, sound: () => 0 },
  { name: 'white, 20 dB', decibels: 20, sound: white },
  { name: 'white, 10 dB', decibels: 10, sound: white },
  { name: 'hum, 5 dB', decibels: 5, sound: hum },
  { name: 'rumble, 5 dB', decibels: 5, sound: createRumble() },
  { name: 'clicks, 0 dB', decibels: 0, sound: createClicks() },
  { name: 'melody, 10 dB', decibels: 10, sound: melody },
]

const folder = await mkdtemp(join(tmpdir(), 'mira-turns-'))
try {
  const files = await fetchWheel('silero-vad==6.2.3', folder)
  if (files === undefined) console.log('turn detection: not tried, because there is no python3 with pip')
  else await compare(files.find((file) => file.endsWith('silero_vad.onnx')))
} finally {
  await rm(folder, { recursive: true })
}

async function compare(model) {
  const recordings = await readRecordings()
  const engines = [
    ['built-in', createLocalTurnDetectionEngine()],
    ['Silero VAD', await openSherpaTurnDetectionEngine({ files: [model] })],
  ]
  const rows = []
  for (const noise of noises) {
    const scenes = recordings.map((recording) => createScene(recording, noise))
    for (const [name, engine] of engines) {
      const total = { found: 0, ended: 0, falseStarts: 0, lateMs: [], workMs: 0, seconds: 0 }
      for (const scene of scenes) await judge(engine, scene, total)
      const late = total.lateMs.toSorted((a, b) => a - b)[total.lateMs.length >> 1]
      const work = `${(total.workMs / total.seconds).toFixed(1)} ms`
      const all = scenes.length
      rows.push([
        noise.name,
        name,
        `${total.found} of ${all}`,
        `${total.ended} of ${all}`,
        String(total.falseStarts),
        String(late),
        work,
      ])
    }
  }
  console.log(`${recordings.length} recordings of people, seed ${values.seed}`)
  console.log(formatTable(['noise', 'engine', 'begun', 'ended', 'false starts', 'end, ms late', 'per second'], rows))
  for (const [, engine] of engines) await engine.close()
}

/** Runs a scene in chunks of 20 ms, as a session receives them, and adds what was found to the total. */
async function judge(engine, { samples, speech }, total) {
  const detector = await engine.createDetector()
  const events = []
  const startedAt = performance.now()
  for (let at = 0; at < samples.length; at += chunkSamples) {
    events.push(...(await detector.push(samples.subarray(at, at + chunkSamples))))
  }
  total.workMs += performance.now() - startedAt
  total.seconds += samples.length / sampleRate
  detector.close()
  const toSeconds = (type) => events.filter((event) => event.type === type).map(({ at }) => at / sampleRate)
  const starts = toSeconds('start').map((at) => at + paddingSeconds)
  const stops = toSeconds('stop').map((at) => at - silenceSeconds)
  const isWithin = (at) => at > speech.from - toleranceSeconds && at < speech.to + toleranceSeconds
  total.falseStarts += starts.filter((at) => !isWithin(at)).length
  if (starts.some((at) => Math.abs(at - speech.from) < toleranceSeconds)) total.found += 1
  const end = stops.find((at) => Math.abs(at - speech.to) < toleranceSeconds)
  if (end !== undefined) total.ended += 1
  const last = stops.find((at) => at > speech.to - toleranceSeconds)
  if (last !== undefined) total.lateMs.push(Math.round((last - speech.to) * 1_000))
}

/** Mixes a recording with noise, which is that many decibels below the speech. */
function createScene(recording, { decibels, sound }) {
  const margin = marginSeconds * sampleRate
  const noise = Float64Array.from({ length: recording.length + 2 * margin }, (_, at) => sound(at))
  const gain = (rms(recording) / (rms(noise) || 1)) * 10 ** (-decibels / 20)
  const samples = Int16Array.from(noise, (value, at) => {
    const mixed = value * gain + (recording[at - margin] ?? 0)
    return Math.max(-32_768, Math.min(32_767, Math.round(mixed)))
  })
  const [first, last] = findSpeech(recording)
  return { samples, speech: { from: (margin + first) / sampleRate, to: (margin + last) / sampleRate } }
}

/** Finds the first and last frame of a clean recording that is at most 30 dB below the speech. */
function findSpeech(recording) {
  const limit = rms(recording) * 10 ** (-30 / 20)
  const loud = []
  for (let at = 0; at + chunkSamples <= recording.length; at += chunkSamples) {
    if (rms(recording.subarray(at, at + chunkSamples)) > limit) loud.push(at)
  }
  return [loud[0], loud.at(-1) + chunkSamples]
}

function rms(samples) {
  return Math.sqrt(samples.reduce((sum, value) => sum + value ** 2, 0) / samples.length)
}

async function readRecordings() {
  const list = new URL('../../packages/engine-audio/eval/voice/recordings.json', import.meta.url)
  const recordings = JSON.parse(await readFile(list, 'utf8')).filter(({ path }) =>
    /pocketsphinx.*\.wav$|jfk/.test(path),
  )
  const sounds = []
  for (const recording of recordings) sounds.push(await decodeAudio(await fetchRecording(recording), 60))
  return sounds
}

function white() {
  return random() * 2 - 1
}

/** Mains hum with its overtones. */
function hum(at) {
  return [1, 2, 3, 5].reduce((sum, part) => sum + Math.sin((2 * Math.PI * 50 * part * at) / sampleRate) / part, 0)
}

/** Low noise, as of traffic and wind. */
function createRumble() {
  let level = 0
  return () => {
    level = 0.98 * level + white()
    return level
  }
}

/** Short bursts, as of a keyboard: about four per second. */
function createClicks() {
  let level = 0
  return () => {
    level = random() < 4 / sampleRate ? 1 : level * 0.997
    return level * white()
  }
}

/** Notes of a quarter second. */
function melody(at) {
  const notes = [0, 4, 7, 12, 7, 4, 5, 9]
  const note = notes[Math.floor(at / (sampleRate / 4)) % notes.length]
  const hertz = 262 * 2 ** (note / 12)
  return [1, 2, 3].reduce((sum, part) => sum + Math.sin((2 * Math.PI * hertz * part * at) / sampleRate) / part, 0)
}
