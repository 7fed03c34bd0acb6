import { createRandom } from '@mira/engine/internal'
import { genres } from '../brief/genres.ts'
import { moods } from '../brief/moods.ts'
import type { Sheet } from '../compose/compose.ts'
import { planForm, type Section } from '../compose/form.ts'
import { harmonize } from '../compose/harmony.ts'
import type { Plan } from '../compose/plan.ts'
import { instrumentNames } from '../instruments/instrument-name.ts'
import type { SongTask } from '../protocol.ts'
import { isMinorMode } from '../theory/scale.ts'
import { layOutLyrics } from './lay-out-lyrics.ts'
import { formatLyrics, parseLyrics } from './lyrics.ts'
import { Pronunciation } from './pronunciation.ts'
import { VocalPart } from './vocal-part.ts'
import { writeLyrics } from './write-lyrics.ts'

/** Creates form and harmony and, unless the piece is instrumental, lyrics and the vocal part. */
export function writeSheet(plan: Plan, task: SongTask): { sheet: Sheet; voice: VocalPart | undefined } {
  if (task.isInstrumental) return { sheet: sheetOf(plan, planForm(plan.genre.form, plan.bars), task), voice: undefined }
  const pronunciation = new Pronunciation()
  const isSpoken = isSpokenIn(plan, task)
  const barsOfLine = isSpoken && plan.tempo < 110 ? 1 : 2
  const written = task.lyrics?.trim()
  const lyrics = written
    ? parseLyrics(written)
    : writeLyrics(subjectOf(plan, task, barsOfLine), pronunciation, createRandom(task.seed + 1))
  const sections = layOutLyrics(lyrics, plan.bars, barsOfLine)
  const sheet = sheetOf(plan, sections, task)
  const isMale = /\b(male|man|men|boy|tenor|baritone|bass voice)\b/i.test(`${task.prompt} ${task.style ?? ''}`)
  const sung = sheet.sections.filter((section) => section.lines.length > 0)
  const text = formatLyrics(sung.map(({ name, lines }) => ({ name, lines })))
  return { sheet, voice: new VocalPart(sheet, { pronunciation, isMale, isSpoken, lyrics: text }) }
}

function sheetOf(plan: Plan, sections: readonly Section[], { seed }: SongTask): Sheet {
  const lifted = sections.map((section) => ({
    ...section,
    energy: Math.min(1, Math.max(0.2, section.energy + plan.mood.energy)),
  }))
  return { plan, sections: lifted, chords: harmonize(plan, lifted), seed }
}

function isSpokenIn(plan: Plan, { prompt, style = '' }: SongTask): boolean {
  const text = `${prompt} ${style}`
  if (/\b(sung|singing|singer|melodic vocals?)\b/i.test(text)) return false
  return plan.genre.isSpoken === true || /\b(spoken|rap|rapped|rapping|poetry|narrat\w+)\b/i.test(text)
}

function subjectOf(plan: Plan, { prompt }: SongTask, barsOfLine: number) {
  const named = [...genres, ...moods].flatMap(({ name, words }) => [name, ...words])
  const ignored = new Set([...named, ...instrumentNames].flatMap((name) => name.split(/[ -]/)))
  const isDark = plan.mood.family === 'minor' || (plan.mood.family === undefined && isMinorMode(plan.key.mode))
  // A long song reserves eight bars for a solo.
  const room = plan.bars - (plan.bars >= 48 ? 12 : 4)
  const stanzas = Math.floor(room / (4 * barsOfLine))
  return { prompt, isDark, sectionCount: Math.max(1, stanzas), ignored }
}
