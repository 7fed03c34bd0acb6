import type { SpeechEngine } from '@mira/engine'

/**
 * Gender of the voices that existing programs name: those of other vendors, and the API's default, which a model of the
 * user's choice may not have. Each stands for a voice of that gender.
 */
const familiarVoices: Readonly<Record<string, 'female' | 'male'>> = {
  alloy: 'female',
  aria: 'female',
  ash: 'male',
  ballad: 'male',
  cedar: 'male',
  coral: 'female',
  echo: 'male',
  fable: 'male',
  marin: 'female',
  nova: 'female',
  onyx: 'male',
  sage: 'female',
  shimmer: 'female',
  verse: 'male',
}

/**
 * Returns the id of the voice that a name stands for: a voice of the engine, or one like a familiar voice. Any other name
 * is returned unchanged, for the engine to reject.
 *
 * @param language - Language to speak, as a BCP 47 tag. Defaults to the language of the engine's first voice.
 */
export function resolveVoice(engine: Pick<SpeechEngine, 'voices'>, name: string, language?: string): string {
  const gender = Object.hasOwn(familiarVoices, name) ? familiarVoices[name] : undefined
  const voices = engine.voices()
  if (gender === undefined || voices.some(({ id }) => id === name)) return name
  const [base = ''] = (language ?? voices[0]?.languages[0] ?? '').split('-')
  const speaking = voices.filter(({ languages }) => languages.some((tag) => tag.split('-')[0] === base))
  const candidates = speaking.length > 0 ? speaking : voices
  return (candidates.find((voice) => voice.gender === gender) ?? candidates[0])?.id ?? name
}
