import type { Sheet } from '../compose/compose.ts'
import { planForm, type Section } from '../compose/form.ts'
import { harmonize } from '../compose/harmony.ts'
import type { Plan } from '../compose/plan.ts'
import type { SongTask } from '../protocol.ts'
import { layOutLyrics } from './lay-out-lyrics.ts'
import { formatLyrics, parseLyrics } from './lyrics.ts'
import { Pronunciation } from './pronunciation.ts'
import { VocalPart } from './vocal-part.ts'

/** Creates form and harmony and, for a song with lyrics, the vocal part. Without given lyrics, nothing is sung. */
export function writeSheet(plan: Plan, task: SongTask): { sheet: Sheet; voice: VocalPart | undefined } {
  const written = task.lyrics?.trim()
  if (task.isInstrumental || !written)
    return { sheet: sheetOf(plan, planForm(plan.genre.form, plan.bars), task), voice: undefined }
  const pronunciation = new Pronunciation()
  const isSpoken = isSpokenIn(plan, task)
  const barsOfLine = isSpoken && plan.tempo < 110 ? 1 : 2
  const sections = layOutLyrics(parseLyrics(written), plan.bars, barsOfLine)
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
