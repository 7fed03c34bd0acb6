import type { SpeechRequest } from '@mira/engine'
import { type EngineCallOptions, EngineInputError } from '@mira/engine'
import { resample } from '@mira/engine/audio'
import type { EngineThread } from '@mira/engine/internal'
import type { Espeak } from './espeak/espeak.ts'
import { type EspeakVoice, findEspeakVoice, speaksLanguage } from './espeak/espeak-voices.ts'
import { type FliteVoice, fliteVoices } from './flite-voices.ts'
import type { SpeechResult, SpeechTask } from './protocol.ts'
import { guessLanguage, isEnglish, isLatin } from './spoken-language.ts'
import { toSentences, toSpokenSentences } from './spoken-text.ts'

/** The programs that speak. */
export interface Synthesisers {
  readonly flite: EngineThread<SpeechTask, SpeechResult>
  readonly espeak: Espeak
}

/** A request whose pace and rate are settled. */
interface SettledRequest extends SpeechRequest {
  readonly speed: number
  readonly sampleRate: number
}

/** A text in sentences, and what speaks them. */
export interface SpeechPlan {
  readonly sentences: readonly string[]
  /** The samples of a sentence, at the rate of the request. */
  makeSound(sentence: string, options: EngineCallOptions): Promise<Float32Array>
}

/** Pace of eSpeak NG unless it is told otherwise; below 80 words a minute it goes no slower. */
const wordsPerMinute = 175
const slowestSpeed = 0.46

/** A voice of eSpeak NG as a woman speaks; without it all are men. */
const femaleVariant = '+f3'

const installHint = 'install eSpeak NG on this machine (apt-get install espeak-ng, brew install espeak-ng)'

/**
 * Flite speaks English; every other language is spoken by eSpeak NG where it is installed, by a voice of the same
 * gender as the one asked for.
 *
 * @throws {EngineInputError} for a voice, language or speed that neither has.
 */
export function planSpeech(request: SettledRequest, { flite, espeak }: Synthesisers): SpeechPlan {
  const { voice: id, text, language } = request
  if (text.trim() === '') throw new EngineInputError('The text is empty', 'text', { code: 'empty' })
  const voice = fliteVoices.find((known) => known.id === id)
  if (voice === undefined) return planEspeak(request, espeak, findOwnVoice(request, espeak).file)
  const spoken = language ?? guessLanguage(text)
  if (isEnglish(spoken) && isLatin(text)) return planFlite(request, flite, voice)
  const foreign = isEnglish(spoken) ? undefined : findEspeakVoice(espeak.voices(), spoken)
  if (foreign === undefined) throw cannotSpeak(request, espeak)
  return planEspeak(request, espeak, `${foreign.file}${voice.gender === 'female' ? femaleVariant : ''}`)
}

function planFlite(
  { text, speed, sampleRate }: SettledRequest,
  flite: Synthesisers['flite'],
  voice: FliteVoice,
): SpeechPlan {
  const task = { voice: voice.base, durationStretch: 1 / speed, pitchHz: voice.pitchHz, sampleRate }
  return {
    sentences: toSpokenSentences(text),
    makeSound: async (sentence, options) => (await flite.run({ ...task, text: sentence }, options)).samples,
  }
}

function planEspeak({ text, speed, sampleRate }: SettledRequest, espeak: Espeak, voice: string): SpeechPlan {
  if (speed < slowestSpeed)
    throw new EngineInputError(`speed of eSpeak NG must be from ${slowestSpeed} to 4, not ${speed}`, 'speed')
  const task = { voice, wordsPerMinute: Math.round(wordsPerMinute * speed) }
  return {
    sentences: toSentences(text).map(withoutCommands),
    makeSound: async (sentence, options) =>
      resample(await espeak.speak({ ...task, text: sentence }, options), sampleRate).samples,
  }
}

/** Control characters and double brackets are commands to eSpeak NG, even inside a text. */
function withoutCommands(sentence: string): string {
  return sentence.replace(/\p{Cc}+/gu, ' ').replaceAll('[[', '[ [')
}

function findOwnVoice({ voice: id, language }: SpeechRequest, espeak: Espeak): EspeakVoice {
  const voice = espeak.voices().find((known) => known.id === id)
  if (voice === undefined) {
    const known = fliteVoices.map((one) => one.id).join(', ')
    const hint = id.startsWith('espeak-') ? `; for other languages ${installHint}` : ''
    throw new EngineInputError(`voice must be one of ${known}, or one that voices lists, not ${id}${hint}`, 'voice')
  }
  if (language === undefined || speaksLanguage(voice, language)) return voice
  const message = `language: The voice ${id} speaks ${voice.languages.join(' and ')}, not ${language}`
  throw new EngineInputError(message, 'language', { code: 'unsupported_language' })
}

function cannotSpeak({ language }: SpeechRequest, espeak: Espeak): EngineInputError {
  const isOfText = language === undefined || isEnglish(language)
  const refuse = (message: string) =>
    new EngineInputError(message, isOfText ? 'text' : 'language', { code: 'unsupported_language' })
  if (espeak.voices().length > 0) {
    return isOfText
      ? refuse('The text is in no language that was recognised: give language as a BCP 47 tag')
      : refuse(`No voice here speaks ${language}: give the language as a BCP 47 tag`)
  }
  if (!isOfText) {
    return refuse(`language: Only English (en) can be spoken here, not ${language}; ${installHint}`)
  }
  const message = 'Only English can be spoken here, and the text is not; give language "en" if it is'
  return refuse(`${message}, for other languages ${installHint}`)
}
