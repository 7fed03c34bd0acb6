import { z } from '@hono/zod-openapi'
import type { ChatTool, ChatToolChoice } from '@mira/engine'
import { functionFields, toChatTool } from './tools.ts'

/** Encodings of samples on the wire. */
export type AudioCodec = 'pcm16' | 'g711_ulaw' | 'g711_alaw'

/** Audio format of one direction. */
export interface AudioFormat {
  readonly codec: AudioCodec
  readonly sampleRate: number
}

/** Settings of turn detection by the server. */
export interface TurnDetection {
  readonly type: 'server_vad' | 'semantic_vad'
  readonly threshold: number
  readonly prefix_padding_ms: number
  readonly silence_duration_ms: number
  readonly create_response: boolean
  readonly interrupt_response: boolean
}

/** Complete settings of a session. */
export interface SessionSettings {
  readonly modalities: readonly ('text' | 'audio')[]
  readonly instructions: string
  readonly voice: string
  readonly speed: number
  readonly input: AudioFormat
  readonly output: AudioFormat
  /** Transcription settings; `null` disables transcription events. */
  readonly transcription: Readonly<Record<string, unknown>> | null
  /** Turn detection settings; with `null`, turns end with `input_audio_buffer.commit`. */
  readonly turnDetection: TurnDetection | null
  readonly tools: readonly ChatTool[]
  readonly toolChoice: ChatToolChoice
  readonly temperature: number
  readonly maxOutputTokens: number | 'inf'
}

/** Supported encodings of samples. */
export const audioCodecs = ['pcm16', 'g711_ulaw', 'g711_alaw'] as const satisfies readonly AudioCodec[]

/** Sample rates of `pcm16`, in Hz. */
export const pcmSampleRates: readonly number[] = [8_000, 16_000, 24_000, 48_000]

/** Returns the initial settings of a session. */
export function defaultSettings(voice: string): SessionSettings {
  return {
    modalities: ['text', 'audio'],
    instructions: '',
    voice,
    speed: 1,
    input: { codec: 'pcm16', sampleRate: 24_000 },
    output: { codec: 'pcm16', sampleRate: 24_000 },
    transcription: { model: 'mira-transcribe' },
    turnDetection: defaultTurnDetection,
    tools: [],
    toolChoice: 'auto',
    temperature: 0.7,
    maxOutputTokens: 'inf',
  }
}

const defaultTurnDetection: TurnDetection = {
  type: 'server_vad',
  threshold: 0.5,
  prefix_padding_ms: 300,
  silence_duration_ms: 500,
  create_response: true,
  interrupt_response: true,
}

/** Silence that ends a turn by `eagerness`, in milliseconds; semantic detection is approximated by silence alone. */
const silenceByEagerness = { low: 800, medium: 500, auto: 500, high: 300 } as const

const TurnDetectionSchema = z.object({
  type: z.enum(['server_vad', 'semantic_vad']).default('server_vad'),
  threshold: z.number().min(0).max(1).optional(),
  prefix_padding_ms: z.int().min(0).max(2_000).optional(),
  silence_duration_ms: z.int().min(100).max(10_000).optional(),
  eagerness: z.enum(['low', 'medium', 'high', 'auto']).optional(),
  create_response: z.boolean().nullish(),
  interrupt_response: z.boolean().nullish(),
})

const TranscriptionSchema = z.looseObject({ model: z.string().nullish(), language: z.string().nullish() })
const SampleRateSchema = z.literal([...pcmSampleRates])
const CodecSchema = z.enum(audioCodecs)

/** `rate` of G.711 is always 8,000 and may be omitted. */
const FormatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('audio/pcm'), rate: SampleRateSchema.optional() }),
  z.object({ type: z.literal('audio/pcmu') }),
  z.object({ type: z.literal('audio/pcma') }),
])

const VoiceSchema = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
const ModalitiesSchema = z.array(z.enum(['text', 'audio'])).min(1)
const MaxTokensSchema = z.union([z.int().min(1), z.literal('inf')])
const SpeedSchema = z.number().min(0.25).max(4)

const ToolSchema = z
  .object({ type: z.literal('function').default('function'), ...functionFields })
  .transform(toChatTool)

const ToolChoiceSchema = z.union([
  z.enum(['auto', 'none', 'required']),
  z.object({ type: z.literal('function'), name: z.string() }).transform(({ name }) => ({ name })),
])

const AudioSchema = z.object({
  input: z
    .object({
      format: FormatSchema.nullish(),
      transcription: TranscriptionSchema.nullish(),
      turn_detection: TurnDetectionSchema.nullish(),
    })
    .nullish(),
  output: z
    .object({ format: FormatSchema.nullish(), voice: VoiceSchema.nullish(), speed: SpeedSchema.nullish() })
    .nullish(),
})

/**
 * Settings as sent in `session.update` and `response.create`: flat as documented, or nested as in OpenAI's newer API.
 */
export const SessionChangeSchema = z.looseObject({
  type: z.literal('realtime').optional(),
  model: z.string().max(64).nullish(),
  instructions: z.string().max(200_000).nullish(),
  voice: VoiceSchema.nullish(),
  speed: SpeedSchema.nullish(),
  modalities: ModalitiesSchema.nullish(),
  output_modalities: ModalitiesSchema.nullish(),
  input_audio_format: CodecSchema.nullish(),
  output_audio_format: CodecSchema.nullish(),
  input_sample_rate: SampleRateSchema.nullish(),
  output_sample_rate: SampleRateSchema.nullish(),
  input_audio_transcription: TranscriptionSchema.nullish(),
  turn_detection: TurnDetectionSchema.nullish(),
  audio: AudioSchema.nullish(),
  tools: z.array(ToolSchema).max(128).nullish(),
  tool_choice: ToolChoiceSchema.nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  max_response_output_tokens: MaxTokensSchema.nullish(),
  max_output_tokens: MaxTokensSchema.nullish(),
})

/** Change of session settings. */
export type SessionChange = z.infer<typeof SessionChangeSchema>

/** Applies a change to settings; omitted fields keep their values. */
export function changeSettings(settings: SessionSettings, change: SessionChange): SessionSettings {
  const { input, output } = change.audio ?? {}
  return {
    modalities: readModalities(change.output_modalities ?? change.modalities) ?? settings.modalities,
    instructions: change.instructions ?? settings.instructions,
    voice: output?.voice ?? change.voice ?? settings.voice,
    speed: output?.speed ?? change.speed ?? settings.speed,
    input: readFormat(settings.input, {
      nested: input?.format,
      codec: change.input_audio_format,
      sampleRate: change.input_sample_rate,
    }),
    output: readFormat(settings.output, {
      nested: output?.format,
      codec: change.output_audio_format,
      sampleRate: change.output_sample_rate,
    }),
    transcription: firstDefined(input?.transcription, change.input_audio_transcription, settings.transcription),
    turnDetection: readTurnDetection(firstDefined(input?.turn_detection, change.turn_detection, undefined), settings),
    tools: change.tools ?? settings.tools,
    toolChoice: change.tool_choice ?? settings.toolChoice,
    temperature: change.temperature ?? settings.temperature,
    maxOutputTokens: change.max_output_tokens ?? change.max_response_output_tokens ?? settings.maxOutputTokens,
  }
}

/** Returns whether a change is in the format of OpenAI's newer API. */
export function isNewerForm({ type, audio, output_modalities }: SessionChange): boolean {
  return type === 'realtime' || audio !== undefined || output_modalities !== undefined
}

/** Returns the first value that is not `undefined`; `null` counts, as it disables a feature. */
function firstDefined<Value>(...values: [Value | undefined, Value | undefined, Value]): Value {
  return values.find((value) => value !== undefined) as Value
}

/** Parses modalities; in the newer API, `audio` means a spoken answer with its transcript. */
function readModalities(
  change: readonly ('text' | 'audio')[] | null | undefined,
): SessionSettings['modalities'] | undefined {
  if (!change) return undefined
  return change.includes('audio') ? ['text', 'audio'] : ['text']
}

interface FormatChange {
  /** Format in OpenAI's newer API; takes precedence. */
  readonly nested: z.infer<typeof FormatSchema> | null | undefined
  readonly codec: AudioCodec | null | undefined
  readonly sampleRate: number | null | undefined
}

function readFormat(current: AudioFormat, { nested, codec, sampleRate }: FormatChange): AudioFormat {
  if (nested?.type === 'audio/pcmu') return { codec: 'g711_ulaw', sampleRate: 8_000 }
  if (nested?.type === 'audio/pcma') return { codec: 'g711_alaw', sampleRate: 8_000 }
  if (nested) return { codec: 'pcm16', sampleRate: nested.rate ?? 24_000 }
  const next = codec ?? current.codec
  if (next !== 'pcm16') return { codec: next, sampleRate: 8_000 }
  return { codec: next, sampleRate: sampleRate ?? (current.codec === 'pcm16' ? current.sampleRate : 24_000) }
}

function readTurnDetection(
  change: z.infer<typeof TurnDetectionSchema> | null | undefined,
  { turnDetection }: SessionSettings,
): TurnDetection | null {
  if (change === undefined) return turnDetection
  if (change === null) return null
  const { eagerness = 'auto', type } = change
  return {
    type,
    threshold: change.threshold ?? defaultTurnDetection.threshold,
    prefix_padding_ms: change.prefix_padding_ms ?? defaultTurnDetection.prefix_padding_ms,
    silence_duration_ms: change.silence_duration_ms ?? silenceByEagerness[eagerness],
    create_response: change.create_response ?? true,
    interrupt_response: change.interrupt_response ?? true,
  }
}
