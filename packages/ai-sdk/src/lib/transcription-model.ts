import type {
  TranscriptionModelV4,
  TranscriptionModelV4CallOptions,
  TranscriptionModelV4Result,
} from '@ai-sdk/provider'
import type { Client } from '@mira/core'
import { decodeBase64, stateOf } from '@mira/core/internal'
import { type Transcript, transcribe } from '@mira/media'
import { readWireFields, toRequestOptions } from './call-options.ts'
import { isFullMediaType } from './media-type.ts'
import { type ModelContext, providerName } from './model-context.ts'
import { readReplyHeaders } from './reply-headers.ts'
import { toCallError } from './to-call-error.ts'

/** Creates a transcription model. Segments are requested; words, if the call asks for their times. */
export function createTranscriptionModel(context: ModelContext, modelId: string): TranscriptionModelV4 {
  return {
    specificationVersion: 'v4',
    provider: `${providerName}.transcription`,
    modelId,
    doGenerate: (options) => generate(context.getClient(), modelId, options),
  }
}

async function generate(
  client: Client,
  modelId: string,
  options: TranscriptionModelV4CallOptions,
): Promise<TranscriptionModelV4Result> {
  const { audio, mediaType, timestampGranularities: asked = [], providerOptions } = options
  const fields = readWireFields(providerOptions, ['model', 'file', 'audio', 'stream'])
  // A request that names only words gets no segments.
  const granularities = asked.includes('word') ? ['segment', ...asked.filter((name) => name !== 'segment')] : undefined
  const form = {
    model: modelId,
    response_format: 'verbose_json',
    timestamp_granularities: granularities,
    ...fields,
  }
  const source = typeof audio === 'string' ? decodeBase64(audio) : audio
  const file = isFullMediaType(mediaType) ? { source, type: mediaType } : source
  const timestamp = new Date(stateOf(client).clock.now())
  const transcript = await transcribe(client, { ...form, file }, toRequestOptions(options)).catch((error: unknown) => {
    const failed = { path: '/v1/audio/transcribe', body: form, modelType: 'transcriptionModel' } as const
    throw toCallError(error, { client, modelId, ...failed })
  })
  const headers = readReplyHeaders(client, transcript)
  return {
    ...toResult(transcript),
    warnings:
      asked.includes('word') && !transcript.words
        ? [{ type: 'unsupported', feature: 'timestampGranularities', details: 'the server sent no words' }]
        : [],
    response: { timestamp, modelId, body: transcript, ...(headers && { headers }) },
  }
}

type Content = Pick<
  TranscriptionModelV4Result,
  'text' | 'segments' | 'words' | 'language' | 'durationInSeconds' | 'usage'
>

function toResult({ text, segments, words, language, duration, usage }: Transcript): Content {
  return {
    text,
    segments: (segments ?? []).map(({ text, start, end }) => ({ text, startSecond: start, endSecond: end })),
    ...(words && { words: words.map(({ word, start, end }) => ({ text: word, startSecond: start, endSecond: end })) }),
    // Servers name regions, too: `en-US`.
    language: language?.split('-')[0]?.toLowerCase(),
    durationInSeconds: duration ?? undefined,
    ...(typeof usage === 'object' && usage !== null && { usage: usage as never }),
  }
}
