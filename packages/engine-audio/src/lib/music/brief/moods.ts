/** Effect of a mood on a piece. */
export interface Mood {
  readonly name: string
  readonly words: readonly string[]
  /** Mode family of the mood; undefined leaves the choice to the genre. */
  readonly family: 'major' | 'minor' | undefined
  /** Position within the genre's tempo range, from 0 to 1; may be slightly above 1. */
  readonly pace: number
  /** Transposition of the melody, in semitones. */
  readonly register: number
  /** Added to the energy of every section. */
  readonly energy: number
  /** Added to the reverb send level. */
  readonly reverb: number
}

type Row = readonly [
  name: string,
  words: string,
  family: Mood['family'],
  pace: number,
  register: number,
  energy: number,
  reverb: number,
]

const rows: readonly Row[] = [
  ['neutral', '', undefined, 0.5, 0, 0, 0],
  [
    'happy',
    'joyful cheerful joy uplifting bright sunny fun playful upbeat merry celebration smile',
    'major',
    0.85,
    2,
    0.08,
    0,
  ],
  [
    'sad',
    'melancholy melancholic sorrow sorrowful heartbreak lonely tears crying grief nostalgic nostalgia lost',
    'minor',
    0.05,
    -2,
    -0.12,
    0.08,
  ],
  [
    'calm',
    'relaxed relaxing peaceful serene gentle soft quiet soothing mellow dreamy sleepy tender',
    'major',
    0,
    0,
    -0.2,
    0.1,
  ],
  [
    'energetic',
    'excited exciting powerful driving intense hype workout fast wild party',
    undefined,
    1.1,
    1,
    0.15,
    -0.04,
  ],
  [
    'dark',
    'ominous sinister mysterious spooky scary haunting tense gloomy horror suspense night',
    'minor',
    0.25,
    -4,
    0,
    0.08,
  ],
  ['romantic', 'love loving passionate intimate sensual wedding sweet', 'major', 0.2, 0, -0.06, 0.06],
  ['epic', 'heroic triumphant majestic victory grand glorious battle adventure', undefined, 0.7, 2, 0.12, 0.08],
  ['angry', 'aggressive furious rage brutal rebellious fierce', 'minor', 1.1, -1, 0.15, -0.04],
  ['hopeful', 'hope inspiring inspirational motivational optimistic dawn sunrise', 'major', 0.6, 2, 0.04, 0.04],
]

/** Moods supported by the composer; the first is the default for requests without a mood. */
export const moods: readonly Mood[] = rows.map(([name, words, family, pace, register, energy, reverb]) => ({
  name,
  words: words === '' ? [] : words.split(' '),
  family,
  pace,
  register,
  energy,
  reverb,
}))
