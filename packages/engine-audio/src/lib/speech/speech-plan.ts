import type { SpeechPiece, SpeechRequest } from '@mira/engine'
import { type EngineCallOptions, EngineInputError } from '@mira/engine'
import type { WorkerHost } from '@mira/engine/worker'
import type { SettledSpeech } from './check-speech.ts'
import type { Espeak } from './espeak/espeak.ts'
import { type EspeakVoice, findEspeakVoice, speaksLanguage } from './espeak/espeak-voices.ts'
import { type FliteVoice, fliteVoices } from './flite-voices.ts'
import type { FliteSettings, SpeechResult, SpeechTask } from './protocol.ts'
import { guessLanguage, isEnglish, isLatin } from './spoken-language.ts'
import { noWordError, toEspeakReading } from './spoken-text.ts'
import { maxChunkLength, textChunks } from './text-chunks.ts'

/** Available synthesizers. */
export interface Synthesizers {
  /** Child process that runs Flite, and also splits texts and encodes audio. */
  readonly host: WorkerHost<SpeechTask, SpeechResult>
  readonly espeak: Espeak
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
export function planSpeech(request: SettledSpeech, { host, espeak }: Synthesizers): SpeechPlan {
  const { voice: id, text, language } = request
  if (text.length <= maxChunkLength && !/\S/.test(text))
    throw new EngineInputError('The text is empty', 'text', { code: 'empty' })
  const voice = fliteVoices.find((candidate) => candidate.id === id)
  if (voice === undefined) {
    const { file, languages } = findListedVoice(request, espeak)
    return planEspeak(request, { host, espeak }, { file, language: languages[0] ?? '' })
  }
  const judged = text.slice(0, judgedLength)
  const spoken = language ?? guessLanguage(judged)
  if (isEnglish(spoken) && isLatin(judged)) return planFlite(request, host, voice)
  const foreign = isEnglish(spoken) ? undefined : findEspeakVoice(espeak.voices(), spoken)
  if (foreign === undefined) throw cannotSpeak(request, espeak)
  const file = `${foreign.file}${voice.gender === 'female' ? femaleVariant : ''}`
  return planEspeak(request, { host, espeak }, { file, language: spoken })
}

function planFlite(
  { text, speed, format, sampleRate }: SettledSpeech,
  host: Synthesizers['host'],
  voice: FliteVoice,
): SpeechPlan {
  checkWord(text)
  const flite: FliteSettings = { voice: voice.base, durationStretch: 1 / speed, pitchHz: voice.pitchHz }
  const task = { flite, output: { format, sampleRate } }
  return async function* speak(options) {
    let isFirst = true
    for (const chunk of textChunks(text)) {
      const { sentences, ...first } = await host.run({ ...task, kind: 'begin', text: chunk, isFirst }, options)
      if (first.text === '') continue
      isFirst = false
      yield toPiece(first)
      for (const sentence of sentences)
        yield toPiece(await host.run({ ...task, kind: 'speak', text: sentence }, options))
    }
    if (isFirst) throw noWordError()
  }
}

function planEspeak(
  { text, speed, format, sampleRate }: SettledSpeech,
  { host, espeak }: Synthesizers,
  voice: { readonly file: string; readonly language: string },
): SpeechPlan {
  if (speed < slowestSpeed)
    throw new EngineInputError(`speed of eSpeak NG must be from ${slowestSpeed} to 4, not ${speed}`, 'speed')
  checkWord(text)
  const settings = { voice: voice.file, wordsPerMinute: Math.round(wordsPerMinute * speed) }
  return async function* speak(options) {
    const output = { format, sampleRate }
    let isFirst = true
    for (const chunk of textChunks(text)) {
      const { sentences } = await host.run({ kind: 'split', text: chunk }, options)
      for (const sentence of sentences) {
        const wav = await espeak.speak({ ...settings, text: toEspeakReading(sentence, voice.language) }, options)
        yield toPiece(await host.run({ kind: 'encode', text: sentence, wav, isFirst, output }, options))
        isFirst = false
      }
    }
    if (isFirst) throw noWordError()
  }
}

function toPiece({ audio, text, durationSeconds }: SpeechPiece): SpeechPiece {
  return { audio, text, durationSeconds }
}

/**
 * Rejects a short text without letters or digits immediately. Searching a long one would block this process: it is
 * rejected, like one without a word, when it has been split.
 */
function checkWord(text: string): void {
  if (text.length <= maxChunkLength && !/[\p{L}\p{N}]/u.test(text)) throw noWordError()
}

function findListedVoice({ voice: id, language }: SpeechRequest, espeak: Espeak): EspeakVoice {
  const voice = espeak.voices().find((candidate) => candidate.id === id)
  if (voice === undefined) {
    const ids = fliteVoices.map((one) => one.id).join(', ')
    const hint = id.startsWith('espeak-') ? `; for other languages ${installHint}` : ''
    throw new EngineInputError(`voice must be one of ${ids}, or an id listed by voices(), not ${id}${hint}`, 'voice')
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
      ? refuse('The language of the text was not recognized: give language as a BCP 47 tag')
      : refuse(`No voice here speaks ${language}: give language as the BCP 47 tag of a listed voice`)
  }
  if (!isOfText) {
    return refuse(`language: Only English (en) can be spoken here, not ${language}; ${installHint}`)
  }
  const message = 'Only English can be spoken here, and the text is not. Give language "en" if it is'
  return refuse(`${message}, for other languages ${installHint}`)
}
