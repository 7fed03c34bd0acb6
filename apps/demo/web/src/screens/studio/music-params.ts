import type { MusicParams } from '@mira/jobs'
import type { MusicSettings } from './music-options.tsx'

/** Inputs of a music job. */
export interface MusicInputs extends MusicSettings {
  readonly prompt: string
  readonly lyrics: string
}

/** Inputs at the start. */
export const defaultMusic: MusicInputs = {
  prompt: '',
  lyrics: '',
  genre: '',
  mood: '',
  seconds: 20,
  isInstrumental: true,
}

/** Returns the parameters of the job. */
export function toMusicParams({ prompt, lyrics, genre, mood, seconds, isInstrumental }: MusicInputs): MusicParams {
  return {
    prompt: prompt.trim(),
    duration_seconds: seconds,
    instrumental: isInstrumental,
    ...(genre !== '' && { genre }),
    ...(mood !== '' && { mood }),
    ...(!isInstrumental && lyrics.trim() !== '' && { lyrics }),
  }
}
