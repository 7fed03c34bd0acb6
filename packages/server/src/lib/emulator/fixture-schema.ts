import { z } from '@hono/zod-openapi'
import { errorStyles } from '../wire/error-style.ts'
import { endpointPaths } from './endpoint-paths.ts'
import type { Fixture, FixtureFile } from './fixture.ts'
import { isTextCondition } from './text-condition.ts'

const TextConditionSchema = z
  .string()
  .min(1)
  .refine(isTextCondition, 'expected a valid regular expression between the slashes')

const endpoints = [...Object.keys(endpointPaths), ...Object.values(endpointPaths).flat()]
const EndpointSchema = z.string().refine((name) => endpoints.includes(name), {
  error: ({ input }) => `unknown endpoint ${JSON.stringify(input)}; expected one of ${endpoints.join(', ')}`,
})

const MatchSchema = z.strictObject({
  endpoint: z.union([EndpointSchema, z.array(EndpointSchema).min(1)]).optional(),
  model: TextConditionSchema.optional(),
  user: TextConditionSchema.optional(),
  system: TextConditionSchema.optional(),
  tool: z.string().optional(),
  toolResult: z.union([TextConditionSchema, z.boolean()]).optional(),
  turn: z.int().min(1).optional(),
  occurrence: z.union([z.int().min(1), z.array(z.int().min(1)).min(1)]).optional(),
  header: z.record(z.string(), TextConditionSchema).optional(),
  testId: z.string().optional(),
  when: z.custom<(call: never) => boolean>((value) => typeof value === 'function', 'expected a function').optional(),
})

const file = {
  file: z.string().optional(),
  base64: z.base64().optional(),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected a Uint8Array').optional(),
  mediaType: z.string().optional(),
}
const hasOneSource = ({ file: path, base64, bytes }: FixtureFile) =>
  [path, base64, bytes].filter((source) => source !== undefined).length === 1
const oneSource = 'expected either file or base64'
const FileSchema = z.strictObject(file).refine(hasOneSource, oneSource)
const ImageSchema = z.strictObject({ ...file, revisedPrompt: z.string().optional() }).refine(hasOneSource, oneSource)

/** Name of a header (RFC 9110 section 5.1). */
export const HeaderNameSchema = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'expected the name of a header')

/** Value of a header, without line breaks, which would end it. */
export const HeaderValueSchema = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'expected text without line breaks')

const ErrorSchema = z.strictObject({
  status: z.int().min(400).max(599),
  message: z.string().optional(),
  code: z.string().optional(),
  retryAfter: z.union([z.number().min(0), HeaderValueSchema]).optional(),
  headers: z.record(HeaderNameSchema, HeaderValueSchema).optional(),
  style: z.enum(errorStyles).optional(),
  body: z.unknown().optional(),
})

const seconds = z.number().min(0)
const TranscriptSchema = z.strictObject({
  text: z.string(),
  language: z.string().optional(),
  durationSeconds: seconds.optional(),
  words: z
    .array(
      z.strictObject({
        word: z.string(),
        start: seconds,
        end: seconds,
        confidence: z.number().min(0).max(1).optional(),
      }),
    )
    .optional(),
  segments: z.array(z.strictObject({ start: seconds, end: seconds, text: z.string() })).optional(),
})

const milliseconds = z.number().min(0).max(3_600_000)
const JobSchema = z.strictObject({
  steps: z
    .array(
      z.strictObject({
        progress: z.number().min(0).max(100).optional(),
        stage: z.string().optional(),
        afterMs: milliseconds.optional(),
      }),
    )
    .optional(),
  failure: z.strictObject({ code: z.string().optional(), message: z.string() }).optional(),
})

const fraction = z.number().min(0).max(1)
const count = z.int().min(0)

/** Schema of the answer of a fixture. */
export const AnswerSchema = z
  .strictObject({
    text: z.union([z.string(), z.array(z.string())]).optional(),
    reasoning: z.string().optional(),
    toolCalls: z
      .array(z.strictObject({ name: z.string(), arguments: z.unknown().optional(), id: z.string().optional() }))
      .min(1)
      .optional(),
    data: z.unknown().optional(),
    refusal: z.string().optional(),
    finishReason: z.enum(['stop', 'length', 'tool_calls', 'content_filter']).optional(),
    usage: z
      .strictObject({
        promptTokens: count.optional(),
        completionTokens: count.optional(),
        reasoningTokens: count.optional(),
      })
      .optional(),
    error: ErrorSchema.optional(),
    embeddings: z.array(z.array(z.number()).min(1)).min(1).optional(),
    images: z.array(ImageSchema).min(1).optional(),
    objects: z
      .array(
        z.strictObject({
          label: z.string(),
          confidence: fraction.optional(),
          box: z.strictObject({ x: fraction, y: fraction, width: fraction, height: fraction }),
        }),
      )
      .optional(),
    audio: FileSchema.optional(),
    transcript: z.union([z.string(), TranscriptSchema]).optional(),
    video: FileSchema.optional(),
    durationSeconds: seconds.optional(),
    lyrics: z.string().optional(),
    description: z.string().optional(),
    job: JobSchema.optional(),
    blocked: z.string().nullable().optional(),
    interruptAfterCharacters: count.optional(),
  })
  .refine((answer) => Object.keys(answer).length > 0, 'expected at least one field, such as text')

const AnswerFunctionSchema = z.custom<(call: never) => never>((value) => typeof value === 'function')

/** Schema of the timing of an answer. */
export const PacingSchema = z.strictObject({
  firstEventMs: milliseconds.optional(),
  tokensPerSecond: z.number().positive().optional(),
  jitterMs: milliseconds.optional(),
  seed: z.int().optional(),
})

/** Schema of a fixture as it can be written in a file. */
export const FixtureSchema = z.strictObject({
  name: z.string().min(1).optional(),
  match: MatchSchema.omit({ when: true }).optional(),
  answer: AnswerSchema,
  pacing: PacingSchema.optional(),
})

/** Schema of a fixture in code, which may contain functions. */
export const CodeFixtureSchema: z.ZodType<Fixture> = z.strictObject({
  ...FixtureSchema.shape,
  match: MatchSchema.optional(),
  answer: z.union([AnswerFunctionSchema, AnswerSchema]),
}) as unknown as z.ZodType<Fixture>
