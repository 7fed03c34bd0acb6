import { z } from '@hono/zod-openapi'
import type { ChatFinishReason } from '@mira/engine'
import type { ApiError } from '../api-error.ts'
import type { GeneratedAnswer } from '../inference/collect-answer.ts'
import type { AnswerRequest, ChoiceEvent } from '../inference/generate-choices.ts'
import type { ServerLimits } from '../server-limits.ts'
import { type CompletionHead, encodeUsage, UsageSchema } from './chat-completion.ts'
import { defaultTemperature } from './chat-request.ts'
import { toErrorObject } from './error-body.ts'
import { SeedSchema, toSeed } from './seed.ts'
import { encodeEvent } from './sse.ts'
import { noLogProbabilities } from './unsupported-content.ts'

/** Maximum prompts per request. */
const maxPrompts = 128
/** Maximum completions per request, of all prompts. */
const maxCompletions = 128
/** Maximum tokens of a completion when the request sets no limit, as at OpenAI. */
const defaultMaxTokens = 16

/** Creates the schema for the body of `POST /v1/completions`. Unknown fields pass through to the engine. */
export function textCompletionRequestSchema({ maxContentCharacters }: ServerLimits) {
  const error = 'expected a text; token arrays are not supported'
  const text = z.string({ error }).min(1, 'expected a non-empty text').max(maxContentCharacters)
  return z
    .looseObject({
      model: z.string().min(1).max(64),
      prompt: z.union([text, z.array(text).min(1).max(maxPrompts)]),
      max_tokens: z.int().min(1).nullish(),
      temperature: z.number().min(0).max(2).nullish(),
      top_p: z.number().min(0).max(1).nullish(),
      n: z.int().min(1).max(maxCompletions).nullish(),
      stop: z.union([z.string().min(1), z.array(z.string().min(1)).max(4)]).nullish(),
      seed: SeedSchema.nullish(),
      echo: z.boolean().nullish(),
      stream: z.boolean().nullish(),
      stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
      logprobs: z.null(noLogProbabilities).optional(),
      best_of: z
        .literal(1, { error: 'choosing the best of several is not supported; use n, or omit the field' })
        .nullish(),
      suffix: z.literal('', { error: 'insertion before a suffix is not supported; omit the field' }).nullish(),
    })
    .superRefine(({ prompt, n }, problems) => {
      const count = (typeof prompt === 'string' ? 1 : prompt.length) * (n ?? 1)
      if (count <= maxCompletions) return
      const message = `expected at most ${maxCompletions} completions of all prompts, received ${count}`
      problems.addIssue({ code: 'custom', path: ['n'], message })
    })
    .openapi('TextCompletionRequest')
}

/** Body of `POST /v1/completions`. */
export type TextCompletionBody = z.infer<ReturnType<typeof textCompletionRequestSchema>>

/** Converts the body to a request for a chat engine, in which each prompt is a message of the user. */
export function toPromptRequest(body: TextCompletionBody): AnswerRequest {
  const { model, prompt, max_tokens, temperature, top_p, n, stop, seed, ...others } = body
  const { echo, stream, stream_options, logprobs, best_of, suffix, ...extra } = others
  const [messages, ...rest] = listPrompts(body).map((content) => [{ role: 'user' as const, content }])
  return {
    model,
    messages: messages!,
    otherConversations: rest,
    choices: n ?? undefined,
    temperature: temperature ?? defaultTemperature,
    topP: top_p ?? undefined,
    maxTokens: max_tokens ?? defaultMaxTokens,
    stop: typeof stop === 'string' ? [stop] : (stop ?? undefined),
    seed: toSeed(seed),
    extra,
  }
}

function listPrompts({ prompt }: TextCompletionBody): readonly string[] {
  return typeof prompt === 'string' ? [prompt] : prompt
}

const head = {
  id: z.string(),
  object: z.literal('text_completion'),
  created: z.int(),
  model: z.string(),
  system_fingerprint: z.string(),
}
const choice = { index: z.int(), text: z.string(), logprobs: z.null() }
const FinishReasonSchema = z.enum(['stop', 'length', 'content_filter'])

/** Response of `POST /v1/completions` without streaming. */
export const TextCompletionSchema = z
  .object({
    ...head,
    choices: z.array(z.object({ ...choice, finish_reason: FinishReasonSchema })),
    usage: UsageSchema,
  })
  .openapi('TextCompletion')

/** Chunk of a text completion stream. */
export const TextCompletionChunkSchema = z
  .object({
    ...head,
    choices: z.array(z.object({ ...choice, finish_reason: FinishReasonSchema.nullable() })),
    usage: z.union([UsageSchema, z.null()]).optional(),
  })
  .openapi('TextCompletionChunk')

type Chunk = z.infer<typeof TextCompletionChunkSchema>

/** Encodes a complete answer; with `echo`, each text starts with its prompt. */
export function encodeTextCompletion(
  head: CompletionHead,
  { messages, usage }: GeneratedAnswer,
  body: TextCompletionBody,
): z.infer<typeof TextCompletionSchema> {
  const choices = messages.map(({ text, refusal, reason }, index) => ({
    index,
    text: echoOf(body, index) + text + refusal,
    logprobs: null,
    finish_reason: toFinishReason(reason),
  }))
  return { ...head, object: 'text_completion', choices, usage: encodeUsage(usage) }
}

/** Returns the text that precedes a completion: its prompt if the request asks for it. */
function echoOf(body: TextCompletionBody, index: number): string {
  return body.echo === true ? listPrompts(body)[Math.floor(index / (body.n ?? 1))]! : ''
}

/** No tools are offered, so an engine cannot call any. */
function toFinishReason(reason: ChatFinishReason): z.infer<typeof FinishReasonSchema> {
  return reason === 'tool_calls' ? 'stop' : reason
}

/** Options of {@link encodeTextStream}. */
export interface TextStreamOptions {
  readonly body: TextCompletionBody
  /** Converts an error to what the caller may see. */
  readonly toError: (error: unknown) => ApiError
}

/**
 * Encodes an answer as the events of a text completion stream, which ends with `[DONE]`. A failure becomes an `error`
 * event that ends the stream without it.
 */
export async function* encodeTextStream(
  head: CompletionHead,
  events: AsyncIterable<ChoiceEvent>,
  { body, toError }: TextStreamOptions,
): AsyncGenerator<string> {
  const includeUsage = body.stream_options?.include_usage === true
  const encode = (chunk: Pick<Chunk, 'choices' | 'usage'>) => {
    const usage = includeUsage ? { usage: chunk.usage ?? null } : {}
    return encodeEvent(JSON.stringify({ ...head, object: 'text_completion', choices: chunk.choices, ...usage }))
  }
  const part = (index: number, text: string, reason?: ChatFinishReason) =>
    encode({ choices: [{ index, text, logprobs: null, finish_reason: reason ? toFinishReason(reason) : null }] })
  const start = (index: number) => (body.echo === true ? [part(index, echoOf(body, index))] : [])
  try {
    yield* start(0)
    for await (const event of events) {
      const { choice: index = 0, type } = event
      if (type === 'text') yield part(index, event.text)
      if (type !== 'finish' && type !== 'choice_end') continue
      yield part(index, '', event.reason)
      if (type === 'choice_end') yield* start(index + 1)
      else if (includeUsage) yield encode({ choices: [], usage: encodeUsage(event.usage) })
    }
    yield encodeEvent('[DONE]')
  } catch (error) {
    yield encodeEvent(JSON.stringify({ error: toErrorObject(toError(error)) }))
  }
}
