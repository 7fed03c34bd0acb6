import { speechSampleRate, toLittleEndianBytes } from '../audio/pcm.ts'
import { wavHeader } from '../audio/wav.ts'
import { EngineInputError, EngineUnavailableError } from '../engine.ts'
import { gatherUtterances } from '../gather-utterances.ts'
import { isRecord } from '../is-record.ts'
import type {
  TranscribeOptions,
  Transcript,
  TranscriptionEngine,
  TranscriptSegment,
  TranscriptWord,
} from '../transcription-engine.ts'
import { UpstreamClient, type UpstreamOptions } from './upstream-client.ts'

/** Options for {@link createUpstreamTranscriptionEngine}. */
export interface UpstreamTranscriptionEngineOptions extends UpstreamOptions {
  /** BCP 47 tags of the languages to list. Defaults to `en` and `ru`. Not enforced: the upstream decides. */
  readonly languages?: readonly string[] | undefined
}

const path = '/audio/transcriptions'

/**
 * Creates a transcription engine that forwards recordings to any server with an OpenAI-compatible
 * `/audio/transcriptions`.
 *
 * That API accepts complete recordings only: a live stream is buffered and transcribed at its end, without partial
 * transcripts.
 */
export function createUpstreamTranscriptionEngine(options: UpstreamTranscriptionEngineOptions): TranscriptionEngine {
  const client = new UpstreamClient(options)

  async function transcribe(samples: Int16Array, given: TranscribeOptions = {}): Promise<Transcript> {
    if (samples.length === 0) throw new EngineInputError('The file contains no audio', 'file', { code: 'empty' })
    const body = toForm(samples, { model: options.model ?? 'mira-transcribe', ...given })
    const answer = await client.sendForJson({ path, body, signal: given.signal })
    return readTranscript(answer, { host: client.host, durationSeconds: samples.length / speechSampleRate, given })
  }

  return {
    info: {
      name: 'upstream-transcription',
      kind: 'upstream',
      description: `Forwards to the speech recognizer served at ${client.host}`,
    },
    languages: options.languages ?? ['en', 'ru'],
    transcribe,
    openStream: async (given) => gatherUtterances(transcribe, given),
    close: async () => client.close(),
  }
}

function toForm(samples: Int16Array, { model, language, words }: TranscribeOptions & { model: string }): FormData {
  const data = toLittleEndianBytes(samples)
  const header = wavHeader(speechSampleRate, data.length)
  const form = new FormData()
  form.set('model', model)
  form.set('response_format', 'verbose_json')
  form.append('timestamp_granularities[]', 'segment')
  if (words) form.append('timestamp_granularities[]', 'word')
  // Servers expect ISO 639-1, without the region.
  if (language !== undefined) form.set('language', language.split('-')[0]!)
  form.set('file', new File([header as BlobPart, data as BlobPart], 'recording.wav', { type: 'audio/wav' }))
  return form
}

interface ReadOptions {
  readonly host: string
  readonly durationSeconds: number
  readonly given: TranscribeOptions
}

/** Parses a `verbose_json` response. A response with only `text` is also accepted. */
function readTranscript(answer: unknown, { host, durationSeconds, given }: ReadOptions): Transcript {
  if (!isRecord(answer) || typeof answer.text !== 'string') {
    throw new EngineUnavailableError(`The upstream at ${host} answered ${path} without a text`)
  }
  const text = answer.text.trim()
  const segments = readList(answer.segments, toSegment)
  const whole: TranscriptSegment = { start: 0, end: durationSeconds, text }
  return {
    text,
    language: toLanguageTag(answer.language) ?? given.language ?? 'en',
    durationSeconds,
    segments: segments.length === 0 && text !== '' ? [whole] : segments,
    words: given.words ? readList(answer.words, toWord) : [],
  }
}

/** Whisper servers report the language by its English name. */
function toLanguageTag(language: unknown): string | undefined {
  if (typeof language !== 'string') return undefined
  return { english: 'en', russian: 'ru' }[language.toLowerCase()] ?? language
}

function readList<Item>(list: unknown, read: (entry: Record<string, unknown>) => Item | undefined): Item[] {
  const entries = Array.isArray(list) ? list.filter(isRecord) : []
  return entries.map(read).filter((item) => item !== undefined)
}

function toSegment({ start, end, text }: Record<string, unknown>): TranscriptSegment | undefined {
  if (typeof start !== 'number' || typeof end !== 'number' || typeof text !== 'string') return undefined
  return { start, end, text: text.trim() }
}

function toWord({ word, start, end, probability }: Record<string, unknown>): TranscriptWord | undefined {
  if (typeof start !== 'number' || typeof end !== 'number' || typeof word !== 'string') return undefined
  return { word: word.trim(), start, end, confidence: typeof probability === 'number' ? probability : 1 }
}
