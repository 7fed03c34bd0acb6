import { placeSections, type Section, type SectionPlan } from '../compose/form.ts'
import type { LyricSection } from './lyrics.ts'

/** Maximum number of bars without lyrics between two repeats of the lyrics. */
const soloBars = 8

/**
 * Fits sections of lyrics to a number of bars: an intro, the lyrics at two bars per line (or one for many lines), a
 * solo before they repeat if there is room, and an outro. Lines beyond the last bar are omitted.
 */
export function layOutLyrics(lyrics: readonly LyricSection[], totalBars: number, usualBarsOfLine: 1 | 2): Section[] {
  const intro = totalBars >= 24 ? 4 : totalBars >= 10 ? 2 : 0
  const outro = totalBars >= 24 ? 2 : totalBars >= 3 ? 1 : 0
  const room = totalBars - intro - outro
  const lineCount = lyrics.reduce((sum, { lines }) => sum + lines.length, 0)
  const barsOfLine = lineCount * usualBarsOfLine > room ? 1 : usualBarsOfLine
  const sung = fillRoom(lyrics, room, barsOfLine)
  const left = room - sung.reduce((sum, { bars }) => sum + bars, 0)
  const solo = left >= soloBars && sung.length > 1 ? left - (left % 4) : 0
  // Between a chorus and the section that repeats after it, never between a verse and its chorus.
  const soloPlace = ['Chorus', 'Bridge'].includes(sung.at(-2)?.name ?? '') ? sung.length - 1 : sung.length
  const plans: SectionPlan[] = [
    ...optional('Intro', intro),
    ...sung.slice(0, soloPlace),
    ...optional('Solo', solo),
    ...sung.slice(soloPlace),
    ...optional('Outro', outro + left - solo),
  ]
  return placeSections(plans)
}

function optional(name: SectionPlan['name'], bars: number): SectionPlan[] {
  return bars > 0 ? [{ name, bars }] : []
}

function fillRoom(lyrics: readonly LyricSection[], room: number, barsOfLine: number): SectionPlan[] {
  const plans: SectionPlan[] = []
  let left = room
  for (let turn = 0; left >= barsOfLine; turn++) {
    const section = lyrics[turn % lyrics.length]
    // Repeat the lyrics only if a substantial part of them fits.
    if (!section || (turn > 0 && turn % lyrics.length === 0 && left < soloBars * 2)) break
    const lines = section.lines.slice(0, Math.floor(left / barsOfLine))
    plans.push({ name: section.name, bars: lines.length * barsOfLine, lines })
    left -= lines.length * barsOfLine
  }
  return plans
}
