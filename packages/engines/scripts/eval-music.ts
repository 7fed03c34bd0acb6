// Composes a song in each of some genres and prints what was measured: in its plan, its sound and its making.
//   node --conditions=@mira/source packages/engines/scripts/eval-music.ts [seconds] [genre ...]
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalMusicEngine } from '../src/index.ts'
import { measureLoudness } from '../src/lib/music/mix/loudness.ts'
import { longestSilence, readStereoWav, spectralCentroid } from '../test/music/measure-sound.ts'

const [seconds = '20', ...named] = process.argv.slice(2)
const durationSeconds = Number(seconds)
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

const engine = createLocalMusicEngine()
const folder = await mkdtemp(join(tmpdir(), 'mira-music-'))
console.log('genre            tempo  key             LUFS    ebur128  centroid  silence  work/s')
for (const genre of named.length > 0 ? named : usual) await evaluate(genre)
await rm(folder, { recursive: true })
await engine.close()

async function evaluate(genre: string): Promise<void> {
  const startedAt = performance.now()
  const request = { prompt: genre, genre, durationSeconds, isInstrumental: true, format: 'mp3', seed: 7 } as const
  await engine.compose(request)
  const work = (performance.now() - startedAt) / 1_000 / durationSeconds
  const { data, composition } = await engine.compose({ ...request, format: 'wav' })
  const sound = readStereoWav(data)
  const columns = [
    genre.padEnd(16),
    String(composition.tempo).padEnd(6),
    composition.key.padEnd(15),
    measureLoudness(sound).toFixed(1).padEnd(7),
    (await measureByFfmpeg(data)).padEnd(8),
    `${Math.round(spectralCentroid(sound))} Hz`.padEnd(9),
    `${longestSilence(sound).toFixed(2)} s`.padEnd(8),
    work.toFixed(3),
  ]
  console.log(columns.join(' '))
}

/** Loudness by another implementation of the standard, where it is installed. */
async function measureByFfmpeg(wav: Uint8Array): Promise<string> {
  const file = join(folder, 'song.wav')
  await writeFile(file, wav)
  const { stderr, error } = spawnSync('ffmpeg', [
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
