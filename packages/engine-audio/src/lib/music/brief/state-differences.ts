import type { MusicRequest } from '@mira/engine'
import type { InstrumentName } from '../instruments/instrument-name.ts'
import type { AskedSounds } from './asked-sounds.ts'

/** Outcome that a request is compared with. */
export interface Outcome {
  /** Instruments that sound. */
  readonly played: readonly InstrumentName[]
  readonly isSung: boolean
  readonly genre: string
  /** Whether the request names the genre that was chosen. */
  readonly isGenreNamed: boolean
}

const vocals =
  /\b(vocals?|vocalists?|voices?|sung|sing|sings|singing|singers?|rap|rapped|rapping|lyrics|chant(ing)?|humming)\b/

/** States in words what a request asks for that the song does not have. Empty if there is nothing. */
export function stateDifferences(task: MusicRequest, asked: AskedSounds, outcome: Outcome): string[] {
  const text = [task.prompt, task.style].filter(Boolean).join(' ').toLowerCase()
  return [
    ...asked.sounds.flatMap((sound) => {
      const { words, instrument, isSubstitute } = sound
      if (instrument === undefined) return [`not played: ${words}`]
      if (!outcome.played.includes(instrument)) return [`not played: ${words}`]
      return isSubstitute ? [`${instrument.replaceAll('-', ' ')} instead of ${words}`] : []
    }),
    ...(!outcome.isSung && (!task.isInstrumental || vocals.test(text)) ? [vocalsNote(task)] : []),
    ...(task.genre?.trim() && !outcome.isGenreNamed ? [`${outcome.genre} instead of ${task.genre.trim()}`] : []),
    ...(/\bdrums?\b|\bpercussion\b/.test(text) && !asked.hasNoDrums && !outcome.played.some(isDrum)
      ? ['not played: drums']
      : []),
  ].filter((statement, index, all) => all.indexOf(statement) === index)
}

function vocalsNote({ lyrics, isInstrumental }: MusicRequest): string {
  return lyrics?.trim() && isInstrumental
    ? 'no vocals: the request is for an instrumental'
    : 'no vocals: only given lyrics are sung'
}

function isDrum(name: InstrumentName): boolean {
  return /kick|snare|hat|brush|tom|clap|rim|chip-noise|timpani|shaker/.test(name)
}
