import type { SpeechFormat, SpeechPiece, SpeechRequest } from '@mira/engine'
import { type EngineCallOptions, EngineInputError } from '@mira/engine'
import type { WorkerHost } from '@mira/engine/worker'
import type { Espeak } from './espeak/espeak.ts'
import { type EspeakVoice, findEspeakVoice, speaksLanguage } from './espeak/espeak-voices.ts'
import { type FliteVoice, fliteVoices } from './flite-voices.ts'
import type { FliteSettings, SpeechResult, SpeechTask } from './protocol.ts'
import { guessLanguage, isEnglish, isLatin } from './spoken-language.ts'
import { noWordError } from './spoken-text.ts'

/** Available synthesizers. */
export interface Synthesizers {
  /** Child process that runs Flite, and also splits texts and encodes audio. */
  readonly host: WorkerHost<SpeechTask, SpeechResult>
  readonly espeak: Espeak
}

/** A request with defaults applied for speed and sample rate. */
interface SettledRequest extends SpeechRequest {
  readonly format: SpeechFormat
  readonly speed: number
  readonly sampleRate: number
}

/** Synthesizes a text lazily, sentence by sentence. */
export type SpeechPlan = (options: EngineCallOptions) => AsyncGenerator<SpeechPiece, void, undefined>

/** Default speed of eSpeak NG; its minimum is 80 words per minute. */
const wordsPerMinute = 175
const slowestSpeed = 0.46

/** Female variant of an eSpeak NG voice; without it, all voices are male. */
const femaleVariant = '+f3'

/**
 * Number of characters used to detect the language of a text: sufficient, and processed within 10 ms, since detection
 * runs before the work is sent to another process.
 */
const judgedLength = 1_000

const installHint = 'install eSpeak NG on this machine (apt-get install espeak-ng, brew install espeak-ng)'

/**
 * Selects the synthesizer for a request: Flite for English, and eSpeak NG, if installed, for any other language, with a
 * voice of the same gender as the requested one.
 *
 * @throws {EngineInputError} for a voice, language or speed that neither supports, or a text without a word.
 */
export function planSpeech(request: SettledRequest, { host, espeak }: Synthesizers): SpeechPlan {
  const { voice: id, text, language } = request
  if (!/\S/.test(text)) throw new EngineInputError('The text is empty', 'text', { code: 'empty' })
  const voice = fliteVoices.find((known) => known.id === id)
  if (voice === undefined) return planEspeak(request, { host, espeak }, findOwnVoice(request, espeak).file)
  const judged = text.slice(0, judgedLength)
  const spoken = language ?? guessLanguage(judged)
  if (isEnglish(spoken) && isLatin(judged)) return planFlite(request, host, voice)
  const foreign = isEnglish(spoken) ? undefined : findEspeakVoice(espeak.voices(), spoken)
  if (foreign === undefined) throw cannotSpeak(request, espeak)
  return planEspeak(request, { host, espeak }, `${foreign.file}${voice.gender === 'female' ? femaleVariant : ''}`)
}

function planFlite(
  { text, speed, format, sampleRate }: SettledRequest,
  host: Synthesizers['host'],
  voice: FliteVoice,
): SpeechPlan {
  checkWord(text)
  const flite: FliteSettings = { voice: voice.base, durationStretch: 1 / speed, pitchHz: voice.pitchHz }
  const task = { flite, output: { format, sampleRate } }
  return async function* speak(options) {
    const { sentences, ...first } = await host.run({ ...task, kind: 'begin', text }, options)
    yield toPiece(first)
    for (const sentence of sentences) yield toPiece(await host.run({ ...task, kind: 'speak', text: sentence }, options))
  }
}

function planEspeak(
  { text, speed, format, sampleRate }: SettledRequest,
  { host, espeak }: Synthesizers,
  voice: string,
): SpeechPlan {
  if (speed < slowestSpeed)
    throw new EngineInputError(`speed of eSpeak NG must be from ${slowestSpeed} to 4, not ${speed}`, 'speed')
  checkWord(text)
  const settings = { voice, wordsPerMinute: Math.round(wordsPerMinute * speed) }
  return async function* speak(options) {
    const { sentences } = await host.run({ kind: 'split', text }, options)
    for (const [index, sentence] of sentences.entries()) {
      const wav = await espeak.speak({ ...settings, text: sentence }, options)
      const output = { format, sampleRate }
      yield toPiece(await host.run({ kind: 'encode', text: sentence, wav, isFirst: index === 0, output }, options))
    }
  }
}

function toPiece({ audio, text, durationSeconds }: SpeechPiece): SpeechPiece {
  return { audio, text, durationSeconds }
}

/**
 * Rejects a text without letters or digits immediately; other texts without a word are rejected by the child process.
 */
function checkWord(text: string): void {
  if (!/[\p{L}\p{N}]/u.test(text)) throw noWordError()
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
      ? refuse('The text is in no language that was recognized: give language as a BCP 47 tag')
      : refuse(`No voice here speaks ${language}: give the language as a BCP 47 tag`)
  }
  if (!isOfText) {
    return refuse(`language: Only English (en) can be spoken here, not ${language}; ${installHint}`)
  }
  const message = 'Only English can be spoken here, and the text is not; give language "en" if it is'
  return refuse(`${message}, for other languages ${installHint}`)
}
