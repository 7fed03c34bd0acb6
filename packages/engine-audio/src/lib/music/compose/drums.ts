import type { DrumName, Groove, Rhythm } from '../brief/genre.ts'
import type { Section } from './form.ts'
import type { Plan } from './plan.ts'
import { readRhythm } from './rhythm.ts'
import type { Note } from './score.ts'

/** A drum stroke. */
export interface DrumNote extends Note {
  readonly drum: DrumName
}

const strengths: Readonly<Record<string, number>> = { X: 1, x: 0.78, o: 0.4 }

/** Minimum section energy at which each drum plays, so that sections build up and thin out. */
const fromEnergy: Readonly<Partial<Record<DrumName, number>>> = {
  snare: 0.45,
  clap: 0.6,
  '808-snare': 0.5,
  'open-hat': 0.6,
  crash: 0.6,
}

/** Position of a bar in the piece. */
export interface DrumBar {
  readonly bar: number
  readonly section: Section
  readonly isLastBar: boolean
}

/** Returns the drum strokes of one bar: the section's groove, a fill at its end, a cymbal at its start. */
export function playDrums(plan: Plan, { bar, section, isLastBar }: DrumBar, random: () => number): DrumNote[] {
  const { grooves } = plan.genre
  const groove = grooves[section.energy >= 0.75 ? grooves.length - 1 : 0]
  if (!groove || Object.keys(groove).length === 0) return []
  const place = bar - section.startBar
  if (isLastBar) return strike(plan, groove, bar)
  const notes = grooveBar(plan, { groove, bar, section }, random)
  const isFill = place === section.bars - 1 && section.bars >= 2 && section.name !== 'Intro'
  const played = isFill
    ? [...notes.filter((note) => note.start < (bar + 0.5) * plan.beats), ...fill(plan, { groove, bar }, random)]
    : notes
  return place === 0 && section.energy >= 0.7 && bar > 0 ? [...played, accent(plan, bar)] : played
}

interface GrooveBar extends Pick<DrumBar, 'bar' | 'section'> {
  readonly groove: Groove
}

function grooveBar(plan: Plan, { groove, bar, section }: GrooveBar, random: () => number): DrumNote[] {
  return (Object.entries(groove) as [DrumName, Rhythm][]).flatMap(([drum, rhythm]) => {
    if (section.energy < (fromEnergy[drum] ?? 0)) return []
    return readRhythm(vary(rhythm, { drum, bar }, random)).map((stroke) => ({
      drum,
      start: bar * plan.beats + stroke.start,
      beats: 0.25,
      pitch: 60,
      velocity: (strengths[stroke.sign] ?? 0.7) * (0.5 + 0.5 * section.energy) * (0.94 + 0.12 * random()),
    }))
  })
}

/** Occasionally adds or removes a soft off-beat stroke, so that bars are not identical. */
function vary(rhythm: Rhythm, { drum, bar }: { drum: DrumName; bar: number }, random: () => number): Rhythm {
  const place = Math.floor(random() * rhythm.length)
  const isTimekeeper = drum === 'kick' || drum === 'timpani' || drum.includes('snare') || drum === 'clap'
  if (random() > (bar % 2 === 1 ? 0.35 : 0.12) || place % 4 === 0) return rhythm
  const sign = rhythm[place] === '.' ? (isTimekeeper ? 'o' : 'x') : rhythm[place] === 'o' ? '.' : undefined
  return sign ? rhythm.slice(0, place) + sign + rhythm.slice(place + 1) : rhythm
}

const fillRhythms: readonly Rhythm[] = ['x.x.x.xx', 'x.xxx.xx', '..x.xxxx', 'x..x..xX', 'xxxxxxXX', '....x.xX']

/** Returns a fill for the second half of a bar, moving down the drums towards the next section. */
function fill(plan: Plan, { groove, bar }: Omit<GrooveBar, 'section'>, random: () => number): DrumNote[] {
  const rhythm = fillRhythms[Math.floor(random() * fillRhythms.length)] ?? ''
  const origin = (bar + 0.5) * plan.beats
  const drums = fillDrums(groove)
  return readRhythm(rhythm)
    .filter((stroke) => stroke.start < plan.beats / 2)
    .map((stroke, index, all) => ({
      drum: drums[Math.min(drums.length - 1, Math.floor((index / all.length) * drums.length))] ?? 'tom',
      start: origin + stroke.start,
      beats: 0.25,
      pitch: 62 - 3 * index,
      velocity: 0.55 + (0.4 * (index + 1)) / all.length,
    }))
}

function fillDrums(groove: Groove): DrumName[] {
  const fillDrums = ['snare', '808-snare', 'timpani', 'chip-noise', 'rim', 'clap', 'shaker'] as const
  const [first = 'tom'] = fillDrums.filter((name) => groove[name] !== undefined)
  return first === 'snare' || first === 'rim' ? [first, 'tom', 'tom'] : [first]
}

function accent(plan: Plan, bar: number): DrumNote {
  return { drum: 'crash', start: bar * plan.beats, beats: 1, pitch: 60, velocity: 0.7 }
}

/** Returns the last bar: a single stroke. */
function strike(plan: Plan, groove: Groove, bar: number): DrumNote[] {
  const deep = (['kick', '808-kick', 'timpani', 'chip-noise'] as const).find((name) => groove[name] !== undefined)
  const origin = { start: bar * plan.beats, beats: 1, pitch: 60, velocity: 0.8 }
  return deep
    ? [
        { ...origin, drum: deep },
        { ...origin, drum: 'crash', velocity: 0.5 },
      ]
    : []
}
