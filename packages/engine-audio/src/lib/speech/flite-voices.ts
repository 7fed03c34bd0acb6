import type { Voice } from '@mira/engine'

/** A voice and the Flite settings that produce it. */
export interface FliteVoice extends Voice {
  /** Name of the Flite voice. */
  readonly base: string
  /** Target mean pitch in hertz; undefined keeps the base voice's own. */
  readonly pitchHz?: number | undefined
}

type VoiceRow = readonly [
  id: string,
  name: string,
  gender: Voice['gender'],
  base: string,
  description: string,
  pitchHz?: number,
]

/** `rms` has no variants: it ignores the target pitch. */
const rows: readonly VoiceRow[] = [
  ['aria', 'Aria', 'female', 'slt', 'The recorded US English woman slt, raised to a mean of 200 Hz', 200],
  ['slt', 'SLT', 'female', 'slt', 'A recorded US English woman, parametric, about 174 Hz'],
  ['slt-low', 'SLT low', 'female', 'slt', 'slt lowered to a mean of 145 Hz', 145],
  ['rms', 'RMS', 'male', 'rms', 'A recorded US English man, parametric, about 101 Hz'],
  ['awb', 'AWB', 'male', 'awb', 'A recorded Scottish English man, parametric, about 132 Hz; the easiest to recognize'],
  ['awb-low', 'AWB low', 'male', 'awb', 'awb lowered to a mean of 110 Hz', 110],
  ['awb-high', 'AWB high', 'male', 'awb', 'awb raised to a mean of 160 Hz', 160],
  ['kal16', 'KAL 16', 'male', 'kal16', 'A US English man joined from recorded half-sounds, robotic, about 88 Hz'],
  ['kal16-high', 'KAL 16 high', 'male', 'kal16', 'kal16 raised to a mean of 140 Hz', 140],
  ['kal', 'KAL', 'male', 'kal', 'kal16 as of a telephone: nothing above 4 kHz'],
]

/** The voices included in Flite and pitch variants of them; none is neural. */
export const fliteVoices: readonly FliteVoice[] = rows.map(([id, name, gender, base, description, pitchHz]) => ({
  id,
  name,
  gender,
  base,
  description,
  pitchHz,
  languages: ['en'],
}))
