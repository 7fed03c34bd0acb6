/** A section of a song. */
export interface Section {
  /** Name such as `Verse`; sections with the same name share their harmony and motif. */
  readonly name: SectionName
  /** Index of the first bar, from 0. */
  readonly startBar: number
  readonly bars: number
  /** Intensity, from 0 to 1. */
  readonly energy: number
  /** Index among the sections with the same name, from 0. */
  readonly occurrence: number
  /** Lines of lyrics sung in this section. */
  readonly lines: readonly string[]
}

/** Section names, as used in `Song.composition.form`. */
export type SectionName =
  | 'Intro'
  | 'Verse'
  | 'Pre-Chorus'
  | 'Chorus'
  | 'Bridge'
  | 'Solo'
  | 'Build'
  | 'Drop'
  | 'Break'
  | 'Theme'
  | 'Contrast'
  | 'Development'
  | 'Outro'

/** Families of musical form. */
export type FormKind = 'song' | 'dance' | 'theme'

/** A section before its position in the piece is known. */
export interface SectionPlan {
  readonly name: SectionName
  readonly bars: number
  readonly lines?: readonly string[]
}

/** Section orders by number of sections; the tail of the last entry repeats for longer pieces. */
const orders: Readonly<Record<FormKind, readonly (readonly SectionName[])[]>> = {
  song: [
    ['Chorus'],
    ['Verse', 'Chorus'],
    ['Verse', 'Chorus', 'Outro'],
    ['Intro', 'Verse', 'Chorus', 'Outro'],
    ['Intro', 'Verse', 'Pre-Chorus', 'Chorus', 'Outro'],
    ['Intro', 'Verse', 'Chorus', 'Verse', 'Chorus', 'Outro'],
    ['Intro', 'Verse', 'Chorus', 'Verse', 'Chorus', 'Bridge', 'Chorus', 'Outro'],
    ['Intro', 'Verse', 'Pre-Chorus', 'Chorus', 'Verse', 'Pre-Chorus', 'Chorus', 'Bridge', 'Chorus', 'Outro'],
    [
      'Intro',
      'Verse',
      'Pre-Chorus',
      'Chorus',
      'Verse',
      'Pre-Chorus',
      'Chorus',
      'Solo',
      'Bridge',
      'Verse',
      'Chorus',
      'Chorus',
      'Outro',
    ],
  ],
  dance: [
    ['Drop'],
    ['Build', 'Drop'],
    ['Intro', 'Build', 'Drop'],
    ['Intro', 'Build', 'Drop', 'Outro'],
    ['Intro', 'Build', 'Drop', 'Break', 'Outro'],
    ['Intro', 'Build', 'Drop', 'Break', 'Drop', 'Outro'],
    ['Intro', 'Verse', 'Build', 'Drop', 'Break', 'Build', 'Drop', 'Outro'],
    ['Intro', 'Verse', 'Build', 'Drop', 'Verse', 'Break', 'Build', 'Drop', 'Drop', 'Outro'],
    ['Intro', 'Verse', 'Build', 'Drop', 'Break', 'Verse', 'Build', 'Drop', 'Break', 'Build', 'Drop', 'Drop', 'Outro'],
  ],
  theme: [
    ['Theme'],
    ['Theme', 'Contrast'],
    ['Theme', 'Contrast', 'Theme'],
    ['Intro', 'Theme', 'Contrast', 'Theme'],
    ['Intro', 'Theme', 'Contrast', 'Theme', 'Outro'],
    ['Intro', 'Theme', 'Theme', 'Contrast', 'Theme', 'Outro'],
    ['Intro', 'Theme', 'Theme', 'Contrast', 'Development', 'Theme', 'Outro'],
    ['Intro', 'Theme', 'Theme', 'Contrast', 'Theme', 'Development', 'Contrast', 'Theme', 'Outro'],
    ['Intro', 'Theme', 'Theme', 'Contrast', 'Theme', 'Development', 'Contrast', 'Solo', 'Theme', 'Theme', 'Outro'],
  ],
}

const energies: Readonly<Record<SectionName, number>> = {
  Intro: 0.4,
  Verse: 0.55,
  'Pre-Chorus': 0.7,
  Chorus: 0.95,
  Bridge: 0.6,
  Solo: 0.85,
  Build: 0.65,
  Drop: 1,
  Break: 0.45,
  Theme: 0.6,
  Contrast: 0.75,
  Development: 0.9,
  Outro: 0.5,
}

/** Whether a section is half as long as the others, which have phrases of four bars if there is room. */
const isShort = (name: SectionName) => name === 'Intro' || name === 'Outro' || name === 'Pre-Chorus' || name === 'Build'

/** Distributes bars over sections, in phrases of four bars where possible. */
export function planForm(kind: FormKind, totalBars: number): Section[] {
  const order = chooseOrder(kind, totalBars)
  const unit = totalBars >= order.length * 6 ? 8 : totalBars >= order.length * 3 ? 4 : 2
  const bars = order.map((name) => (isShort(name) ? Math.max(1, unit / 2) : unit))
  fitBars(bars, order, totalBars)
  return placeSections(order.map((name, index) => ({ name, bars: bars[index] ?? 0 })))
}

function chooseOrder(kind: FormKind, totalBars: number): readonly SectionName[] {
  const wanted = totalBars / (totalBars >= 24 ? 7 : 4)
  const list = orders[kind]
  return list.findLast((order) => order.length <= Math.max(1, wanted)) ?? list[0] ?? ['Theme']
}

/** Adds or removes bars until the sum matches: by four, then two, then one, each time where it is least noticeable. */
function fitBars(bars: number[], order: readonly SectionName[], totalBars: number): void {
  const sum = () => bars.reduce((total, count) => total + count, 0)
  let turn = 0
  while (sum() !== totalBars) {
    const missing = totalBars - sum()
    const size = Math.abs(missing) >= 4 ? 4 : Math.abs(missing) >= 2 ? 2 : 1
    const index = missing > 0 ? growing(bars, order, turn++) : longest(bars)
    bars[index] =
      (bars[index] ?? 0) + Math.sign(missing) * Math.min(size, missing > 0 ? size : Math.max(1, (bars[index] ?? 1) - 1))
  }
}

/** Chooses the inner section to lengthen: alternates between the shortest and the second shortest. */
function growing(bars: readonly number[], order: readonly SectionName[], turn: number): number {
  const inner = order.flatMap((name, index) => (isShort(name) ? [] : [index]))
  const shortest = [...inner].sort((a, b) => (bars[a] ?? 0) - (bars[b] ?? 0))
  return shortest[turn % Math.min(2, shortest.length)] ?? 0
}

function longest(bars: readonly number[]): number {
  return bars.indexOf(Math.max(...bars))
}

/** Assigns start bar, energy and occurrence to each section. */
export function placeSections(plans: readonly SectionPlan[]): Section[] {
  let startBar = 0
  const seen = new Map<SectionName, number>()
  return plans.map(({ name, bars, lines = [] }, index) => {
    const occurrence = seen.get(name) ?? 0
    seen.set(name, occurrence + 1)
    // A repeated section has more energy than its first occurrence, and the last repeat has the most.
    const lift = 0.06 * occurrence + (index === plans.length - 2 ? 0.05 : 0)
    const section = { name, startBar, bars, energy: Math.min(1, energies[name] + lift), occurrence, lines }
    startBar += bars
    return section
  })
}
