import type { EngineProgress } from '@mira/engine'
import { createRandom } from '@mira/engine/internal'
import { genres } from './brief/genres.ts'
import { moods } from './brief/moods.ts'
import { readBrief } from './brief/read-brief.ts'
import { stateDifferences } from './brief/state-differences.ts'
import { composeParts, namesOf, type Sheet } from './compose/compose.ts'
import { type Plan, planPiece } from './compose/plan.ts'
import type { Part } from './compose/score.ts'
import { loadSoundBank } from './instruments/sound-bank.ts'
import { encodeMp3, encodeWav } from './mix/encode.ts'
import { performPiece } from './mix/perform.ts'
import type { LocalSong, SongTask } from './protocol.ts'
import { sampleRate } from './sample-rate.ts'
import { formatKey } from './theory/scale.ts'
import type { VocalPart } from './voice/vocal-part.ts'
import { writeSheet } from './voice/write-sheet.ts'

/** Fraction of the work completed at the end of each stage. */
const stageEnds = { composing: 0.03, singing: 0.25, performing: 0.75 }

/** Composes, sings, performs and encodes a song. */
export async function makeSong(request: SongTask, report: (progress: EngineProgress) => void): Promise<LocalSong> {
  const task = { ...request, seed: mixSeed(request) }
  report({ fraction: 0, stage: 'composing' })
  const plan = planTask(task)
  const { sheet, voice } = writeSheet(plan, task)
  const parts = composeParts(sheet)
  const length = Math.round(task.durationSeconds * sampleRate)
  const between = (from: number, to: number, stage: string) => (fraction: number) =>
    report({ fraction: from + (to - from) * fraction, stage })
  const sound = voice?.perform(length, between(stageEnds.composing, stageEnds.singing, 'singing'))
  const performing = between(sound ? stageEnds.singing : stageEnds.composing, stageEnds.performing, 'performing')
  const bank = await loadSoundBank()
  const mix = performPiece(plan, { length, bank, parts, voice: sound, seed: task.seed }, performing)
  const data =
    task.format === 'wav' ? encodeWav(mix) : await encodeMp3(mix, between(stageEnds.performing, 1, 'encoding'))
  return {
    data,
    mediaType: task.format === 'wav' ? 'audio/wav' : 'audio/mpeg',
    durationSeconds: length / sampleRate,
    lyrics: voice?.lyrics,
    composition: describe(request, sheet, { parts, voice }),
  }
}

/** Mixes the request's text into the seed, so that the same seed yields different music for different text. */
function mixSeed({ seed, genre, mood, prompt, style = '' }: SongTask): number {
  let hash = seed | 0
  for (const letter of [genre, mood, prompt, style].join('|'))
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 1
}

function planTask(task: SongTask): Plan {
  const genre = genres.find(({ name }) => name === task.genre)
  const mood = moods.find(({ name }) => name === task.mood)
  if (!genre || !mood) throw new RangeError(`No genre ${task.genre} or mood ${task.mood}`)
  return planPiece(
    { genre, mood, read: readBrief(task), durationSeconds: task.durationSeconds },
    createRandom(task.seed),
  )
}

function describe(
  task: SongTask,
  { plan, sections }: Sheet,
  { parts, voice }: { readonly parts: readonly Part[]; readonly voice: VocalPart | undefined },
): LocalSong['composition'] {
  const tempo = Math.round(plan.tempo * 10) / 10
  const played = namesOf(parts)
  const { asked } = readBrief(task.words)
  const isGenreNamed = readBrief({ prompt: '', genre: task.words.genre }).genre !== undefined
  const outcome = { played, isSung: voice !== undefined, genre: plan.genre.name, isGenreNamed }
  return {
    tempo,
    key: formatKey(plan.key),
    form: sections.map((section) => section.name),
    instruments: [...played, ...(voice ? [voice.name] : [])],
    genre: plan.genre.name,
    mood: plan.mood.name,
    seed: task.seed,
    differences: stateDifferences({ ...task, ...task.words }, asked, outcome),
  }
}
