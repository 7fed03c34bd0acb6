import type { EngineCallOptions, SpeechEngine, SpeechPiece, SpeechRequest, Voice } from '@mira/engine'
import { EngineInputError, EngineUnavailableError, speechMediaTypes } from '@mira/engine'
import { checkSpeech, type SettledSpeech } from '../speech/check-speech.ts'
import { isEnglish, isLatin } from '../speech/spoken-language.ts'
import { noWordError } from '../speech/spoken-text.ts'
import { maxChunkLength, textChunks } from '../speech/text-chunks.ts'
import { isListed, undetermined } from './languages.ts'
import { ModelFiles, sizeOf } from './model-files.ts'
import { openSherpaHost, type SherpaHost } from './sherpa-host.ts'
import { nameOfModel, type SherpaEngineOptions } from './sherpa-options.ts'
import type { SherpaResults } from './sherpa-task.ts'
import { findSpeechModel, type SherpaVoice } from './speech-model.ts'

/** Options for {@link openSherpaSpeechEngine}. */
export type SherpaSpeechEngineOptions = SherpaEngineOptions

/** Number of characters whose script is compared with the voice's: sufficient, and processed in microseconds. */
const judgedLength = 1_000

/**
 * Loads a speech synthesis model into a process of its own, through the optional peer dependency `sherpa-onnx-node`:
 * Kokoro, KittenTTS, Matcha, or VITS, such as Piper.
 *
 * Each sentence is synthesized once the previous one has been read.
 *
 * @throws {RangeError} in one sentence for files that are incomplete, damaged or of another kind.
 * @throws {EngineUnavailableError} when the package is not installed or the model cannot be loaded.
 */
export async function openSherpaSpeechEngine(options: SherpaSpeechEngineOptions): Promise<SpeechEngine> {
  const { origin, threads, worker } = options
  const files = new ModelFiles(options.files)
  const name = nameOfModel(options, files.directory)
  const model = await findSpeechModel(files, name)
  const { host, speakers } = await openSherpaHost({
    name: 'speech synthesis model',
    loads: { kind: 'speech', model: { config: model.config } },
    threads,
    bytes: await sizeOf(model.paths),
    worker,
  })
  const voices = model.voices.filter(({ speaker }) => speaker < Math.max(1, speakers))
  let isClosed = false
  return {
    info: {
      name: 'sherpa-onnx',
      kind: 'neural',
      description: `The speech synthesis model ${name} (${model.family}), run on this machine by sherpa-onnx`,
      ...(origin === undefined ? {} : { origin }),
    },
    voices: () => voices.map(toVoice),
    synthesize(request, call = {}) {
      const settled = checkSpeech(request)
      const voice = chooseVoice(request, voices)
      if (isClosed) {
        throw new EngineUnavailableError('The speech synthesis model is closed', { code: 'closed', status: 503 })
      }
      return {
        mediaType: speechMediaTypes[settled.format](settled.sampleRate),
        sampleRate: settled.sampleRate,
        [Symbol.asyncIterator]: () => speak(settled, { host, voice, call }),
      }
    },
    async close() {
      isClosed = true
      await host.close()
    },
  }
}

interface Speaking {
  readonly host: SherpaHost
  readonly voice: SherpaVoice
  readonly call: EngineCallOptions
}

async function* speak(
  { text, speed, format, sampleRate }: SettledSpeech,
  { host, voice, call: { signal, caller } }: Speaking,
): AsyncGenerator<SpeechPiece, void, undefined> {
  const settings = { isEnglish: voice.languages.some(isEnglish), speaker: voice.speaker, speed, format, sampleRate }
  let isFirst = true
  for (const chunk of textChunks(text)) {
    const sentences = (await host.run({ kind: 'split', text: chunk }, { signal, caller })) as SherpaResults['split']
    for (const sentence of sentences) {
      const task = { ...settings, kind: 'speak', text: sentence, isFirst } as const
      const { audio, durationSeconds } = (await host.run(task, { signal, caller })) as SherpaResults['speak']
      isFirst = false
      yield { audio, text: sentence, durationSeconds }
    }
  }
  if (isFirst) throw noWordError()
}

function chooseVoice({ voice: id, language, text }: SpeechRequest, voices: readonly SherpaVoice[]): SherpaVoice {
  if (text.length <= maxChunkLength && !/[\p{L}\p{N}]/u.test(text)) throw noWordError()
  const voice = voices.find((candidate) => candidate.id === id)
  if (voice === undefined) {
    const ids = voices.slice(0, 12).map((one) => one.id)
    const more = voices.length > ids.length ? `, or another of the ${voices.length} voices` : ''
    throw new EngineInputError(`voice must be one of ${ids.join(', ')}${more}, not ${id}`, 'voice')
  }
  const spoken = voice.languages.join(' and ')
  if (language !== undefined && !isListed(language, voice.languages)) {
    const message = `language: The voice ${id} speaks ${spoken}, not ${language}`
    throw new EngineInputError(message, 'language', { code: 'unsupported_language' })
  }
  if (!isOfScript(text.slice(0, judgedLength), voice)) {
    throw new EngineInputError(`The voice ${id} speaks ${spoken}, and the text is in another script`, 'text', {
      code: 'unsupported_language',
    })
  }
  return voice
}

/** A voice of a language in Latin letters cannot read other scripts. */
function isOfScript(text: string, { languages }: SherpaVoice): boolean {
  const isLatinVoice = languages.every(
    (tag) => tag !== undetermined && new Intl.Locale(tag).maximize().script === 'Latn',
  )
  return !isLatinVoice || isLatin(text)
}

/** Strips the number of the speaker. */
function toVoice({ id, name, gender, description, languages }: SherpaVoice): Voice {
  return { id, name, gender, description, languages }
}
