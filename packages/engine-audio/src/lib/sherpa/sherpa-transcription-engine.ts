import type { TranscribeOptions, Transcript, TranscriptionEngine, TranscriptWord } from '@mira/engine'
import { EngineInputError, EngineUnavailableError } from '@mira/engine'
import { speechSampleRate } from '@mira/engine/audio'
import { baseLanguage, gatherUtterances } from '@mira/engine/internal'
import type { Utterance } from '../transcription/split-utterances.ts'
import { isListed, undetermined } from './languages.ts'
import { ModelFiles, sizeOf } from './model-files.ts'
import { openSherpaHost, type SherpaHost } from './sherpa-host.ts'
import { nameOfModel, type SherpaEngineOptions } from './sherpa-options.ts'
import type { SherpaResults } from './sherpa-task.ts'
import { SherpaTranscriptionStream } from './sherpa-transcription-stream.ts'
import { toWords } from './to-words.ts'
import { findTranscriptionModel, type TranscriptionModel } from './transcription-model.ts'

/** Options for {@link openSherpaTranscriptionEngine}. */
export type SherpaTranscriptionEngineOptions = SherpaEngineOptions

/**
 * Loads a speech recognition model into a process of its own, through the optional peer dependency `sherpa-onnx-node`:
 * Whisper, Moonshine, transducers such as Zipformer and Parakeet, SenseVoice, Paraformer, or a CTC model; also their
 * streaming forms, and T-one.
 *
 * Recordings are split at pauses into utterances of at most 20 s, one segment each. Live audio has partial transcripts
 * with streaming models; others transcribe it at the end of an utterance. Words have times if the model has them, which
 * Whisper and Moonshine do not.
 *
 * @throws {RangeError} in one sentence for files that are incomplete, damaged or of another kind.
 * @throws {EngineUnavailableError} when the package is not installed or the model cannot be loaded.
 */
export async function openSherpaTranscriptionEngine(
  options: SherpaTranscriptionEngineOptions,
): Promise<TranscriptionEngine> {
  const { origin, threads, worker } = options
  const files = new ModelFiles(options.files)
  const name = nameOfModel(options, files.directory)
  const model = await findTranscriptionModel(files, name)
  const { config, languageField, chunkSeconds } = model
  const { host } = await openSherpaHost({
    name: 'speech recognition model',
    loads: { kind: 'transcription', model: { config, languageField, chunkSeconds } },
    threads,
    bytes: await sizeOf(model.paths),
    worker,
  })
  let isClosed = false
  let utterances = 0
  const transcribe = (samples: Int16Array, call: TranscribeOptions = {}) => recognizeAll(samples, call, { host, model })
  return {
    info: {
      name: 'sherpa-onnx',
      kind: 'neural',
      description: `The speech recognition model ${name} (${model.family}), run on this machine by sherpa-onnx`,
      ...(origin === undefined ? {} : { origin }),
    },
    languages: model.languages,
    hasWords: model.hasWords,
    transcribe,
    async openStream(call = {}) {
      call.signal?.throwIfAborted()
      checkLanguage(call.language, model)
      if (isClosed) {
        throw new EngineUnavailableError('The speech recognition model is closed', { code: 'closed', status: 503 })
      }
      if (chunkSeconds === undefined) return gatherUtterances(transcribe, call)
      const language = call.language ?? onlyLanguage(model)
      return new SherpaTranscriptionStream({ host, language, nextUtterance: () => ++utterances }, call)
    },
    async close() {
      isClosed = true
      await host.close()
    },
  }
}

interface Recognizer {
  readonly host: SherpaHost
  readonly model: TranscriptionModel
}

async function recognizeAll(
  samples: Int16Array,
  { signal, caller, language, words: wantsWords = false }: TranscribeOptions,
  { host, model }: Recognizer,
): Promise<Transcript> {
  signal?.throwIfAborted()
  checkLanguage(language, model)
  if (samples.length === 0) throw new EngineInputError('The file contains no audio', 'file', { code: 'empty' })
  const call = { signal, caller }
  const utterances = (await host.run({ kind: 'segment', samples }, call)) as SherpaResults['segment']
  const segments: Transcript['segments'][number][] = []
  const words: TranscriptWord[] = []
  let detected = ''
  for (const utterance of utterances) {
    const task = { kind: 'recognize', samples: samples.slice(utterance.start, utterance.end) } as const
    const result = (await host.run(
      { ...task, language: languageSetting(language, model) },
      call,
    )) as SherpaResults['recognize']
    const text = result.text.trim()
    if (text === '') continue
    const { start, end } = toSeconds(utterance)
    segments.push({ start, end, text })
    words.push(...toWords(result, start, end - start))
    detected ||= (result.lang ?? '').replace(/[<|>]/g, '')
  }
  return {
    text: segments.map(({ text }) => text).join(' '),
    language: language ?? (detected || onlyLanguage(model)),
    durationSeconds: samples.length / speechSampleRate,
    segments,
    words: wantsWords ? words : [],
  }
}

/** Returns the language to set for a model of several languages; an empty string lets it detect the language. */
function languageSetting(language: string | undefined, { languageField, languages }: TranscriptionModel): string {
  if (languageField === undefined || language === undefined || languages.length === 1) return ''
  return baseLanguage(language)
}

/** Returns the language of a model that has only one. */
function onlyLanguage({ languages }: TranscriptionModel): string {
  return languages.length === 1 ? languages[0]! : undetermined
}

function checkLanguage(language: string | undefined, { languages }: TranscriptionModel): void {
  if (language === undefined || isListed(language, languages)) return
  const shown = languages.length > 8 ? `one of its ${languages.length} languages` : languages.join(', ')
  throw new EngineInputError(`language: The model recognizes ${shown}, not ${language}`, 'language', {
    code: 'unsupported_language',
  })
}

function toSeconds({ start, end }: Utterance): { readonly start: number; readonly end: number } {
  return { start: start / speechSampleRate, end: end / speechSampleRate }
}
