// Composes songs, plays instruments or chooses styles, and prints what was measured.
//   node --conditions=@mira/source packages/engine-audio/scripts/eval-music.ts [seconds] [genre ...]
//   node --conditions=@mira/source packages/engine-audio/scripts/eval-music.ts --instruments | --briefs
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalEmbeddingEngine } from '@mira/engine-language'
import { findFfmpeg } from '@mira/test-programs/ffmpeg'
import { chooseStyle } from '../src/lib/music/brief/choose-style.ts'
import { type InstrumentName, instrumentNames } from '../src/lib/music/instruments/instrument-name.ts'
import { instruments } from '../src/lib/music/instruments/instruments.ts'
import { renderPart } from '../src/lib/music/instruments/render-part.ts'
import { loadSoundBank } from '../src/lib/music/instruments/sound-bank.ts'
import { createLocalMusicEngine } from '../src/lib/music/local-music-engine.ts'
import { measureLoudness } from '../src/lib/music/mix/loudness.ts'
import { sampleRate } from '../src/lib/music/sample-rate.ts'
import { toHertz } from '../src/lib/music/theory/scale.ts'
import { longestSilence, readStereoWav, spectralCentroid } from '../test/music/measure-sound.ts'
import { measureTone } from '../test/music/measure-tone.ts'

const usual = [
  'synthwave',
  'orchestral',
  'rock',
  'jazz',
  'lo-fi',
  'techno',
  'ambient',
  'classical',
  'metal',
  'chiptune',
]

const [first = '20', ...named] = process.argv.slice(2)
if (first === '--instruments') await evaluateInstruments()
else if (first === '--briefs') await evaluateBriefs()
else await evaluateSongs(Number(first), named.length > 0 ? named : usual)

async function evaluateSongs(durationSeconds: number, names: readonly string[]): Promise<void> {
  const engine = createLocalMusicEngine()
  const folder = await mkdtemp(join(tmpdir(), 'mira-music-'))
  console.log('genre            tempo  key             LUFS    ebur128  centroid  silence  CPU s/s')
  for (const genre of names) {
    const before = process.cpuUsage()
    const request = { prompt: genre, genre, durationSeconds, isInstrumental: true, format: 'mp3', seed: 7 } as const
    await engine.compose(request)
    const { user, system } = process.cpuUsage(before)
    const { data, composition } = await engine.compose({ ...request, format: 'wav' })
    const sound = readStereoWav(data)
    const columns = [
      genre.padEnd(16),
      String(composition.tempo).padEnd(6),
      composition.key.padEnd(15),
      measureLoudness(sound).toFixed(1).padEnd(7),
      (await measureByFfmpeg(data, folder)).padEnd(8),
      `${Math.round(spectralCentroid(sound))} Hz`.padEnd(9),
      `${longestSilence(sound).toFixed(2)} s`.padEnd(8),
      ((user + system) / 1e6 / durationSeconds).toFixed(3),
    ]
    console.log(columns.join(' '))
  }
  console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1_024)} MiB`)
  await rm(folder, { recursive: true })
  await engine.close()
}

async function evaluateInstruments(): Promise<void> {
  const bank = await loadSoundBank()
  const play = (instrument: InstrumentName, pitch: number, velocity: number) => {
    const buffer = new Float32Array(2 * sampleRate)
    const notes = [{ start: 0, beats: 1, pitch, velocity }]
    renderPart({ instrument, role: 'lead', pan: 0, notes }, { bank, tempo: 60, seed: 1 }, buffer)
    return measureTone(buffer, toHertz(pitch))
  }
  console.log('instrument        cents  attack  centroid  harmonicity  flux   brighter when loud')
  for (const name of instrumentNames) {
    const { sound } = instruments[name]
    if (typeof sound === 'function' || sound.keys || sound.range) continue
    const pitch = name.includes('bass') ? 36 : 67
    const [loud, soft] = [play(name, pitch, 0.95), play(name, pitch, 0.4)]
    const columns = [
      name.padEnd(17),
      String(loud.cents).padStart(4).padEnd(6),
      `${loud.attackSeconds.toFixed(2)} s`.padEnd(7),
      loud.centroid.toFixed(2).padEnd(9),
      loud.harmonicity.toFixed(2).padEnd(12),
      loud.flux.toFixed(3).padEnd(6),
      (loud.centroid / soft.centroid).toFixed(2),
    ]
    console.log(columns.join(' '))
  }
}

/** Genres chosen with and without an encoder, for prompts that name none. */
async function evaluateBriefs(): Promise<void> {
  const file = await readFile(new URL('../test/music/briefs.json', import.meta.url), 'utf8')
  const sets = JSON.parse(file) as Record<string, { prompt: string; genres: string[] }[]>
  const embeddings = createLocalEmbeddingEngine()
  for (const [set, briefs] of Object.entries(sets)) {
    let [same, byMeaning, byWords] = [0, 0, 0]
    for (const { prompt, genres } of briefs) {
      const request = { prompt, durationSeconds: 5, isInstrumental: true, format: 'wav' } as const
      const meant = await chooseStyle(request, (texts) => embeddings.embed(texts))
      const worded = await chooseStyle(request, undefined)
      if (meant.genre === worded.genre) same++
      if (genres.includes(meant.genre)) byMeaning++
      if (genres.includes(worded.genre)) byWords++
    }
    console.log(`${set}: ${briefs.length} briefs, encoder ${byMeaning} right, words ${byWords} right, ${same} the same`)
  }
  await embeddings.close()
}

/** Loudness by another implementation of the standard, where there is one. */
async function measureByFfmpeg(wav: Uint8Array, folder: string): Promise<string> {
  const file = join(folder, 'song.wav')
  await writeFile(file, wav)
  const { command } = findFfmpeg()
  if (command === undefined) return 'none'
  const { stderr, error } = spawnSync(command, [
    '-hide_banner',
    '-nostats',
    '-i',
    file,
    '-af',
    'ebur128',
    '-f',
    'null',
    '-',
  ])
  if (error) return 'none'
  return /I:\s+(-?[\d.]+) LUFS\s+Threshold/.exec(String(stderr))?.[1] ?? 'none'
}
