import { z } from '@hono/zod-openapi'
import type { ModerationResult } from '@mira/engine'
import type { ServerLimits } from '../server-limits.ts'
import { ImageUrlSchema } from './image-url.ts'

/** Maximum images per input. */
const maxImages = 10

/** Creates the schema for the body of `POST /v1/moderations`. */
export function moderationRequestSchema({ maxContentCharacters, maxEmbeddingInputs }: ServerLimits) {
  const text = z.string().max(maxContentCharacters)
  const part = z.discriminatedUnion('type', [
    z.object({ type: z.literal('text'), text }),
    z.object({ type: z.literal('image_url'), image_url: z.object({ url: ImageUrlSchema }) }),
  ])
  const parts = z
    .array(part)
    .min(1)
    .max(maxEmbeddingInputs)
    .refine((all) => all.filter(({ type }) => type === 'image_url').length <= maxImages, {
      error: `expected at most ${maxImages} images`,
    })
  return z
    .looseObject({
      model: z.string().min(1).max(64).nullish(),
      input: z.union([text, z.array(text).min(1).max(maxEmbeddingInputs), parts]),
    })
    .openapi('ModerationRequest')
}

/** Texts and image sources that are judged together. */
export interface ModerationInput {
  readonly texts: readonly string[]
  /** Images as URLs or data URIs. */
  readonly images: readonly string[]
}

/** Converts the input of a body: each text is judged on its own, content parts are judged together. */
export function toModerationInputs(
  input: z.infer<ReturnType<typeof moderationRequestSchema>>['input'],
): ModerationInput[] {
  if (typeof input === 'string') return [{ texts: [input], images: [] }]
  const texts = input.filter((item) => typeof item === 'string')
  if (texts.length > 0) return texts.map((text) => ({ texts: [text], images: [] }))
  const parts = input.filter((item) => typeof item !== 'string')
  return [
    {
      texts: parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])),
      images: parts.flatMap((part) => (part.type === 'image_url' ? [part.image_url.url] : [])),
    },
  ]
}

/** Categories that clients of OpenAI expect in each result. */
const openAiCategories = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/instructions',
  'self-harm/intent',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
] as const

/** Categories of the vMira API that are judged under another name at OpenAI; the others have no counterpart there. */
const counterparts: Readonly<Record<string, string>> = {
  suicide: 'self-harm',
  child_abuse: 'sexual/minors',
  drugs: 'illicit',
  unsanctioned_actions: 'illicit',
}

const record = <Value extends z.ZodType>(value: Value) =>
  z.object(Object.fromEntries(openAiCategories.map((name) => [name, value]))).catchall(value)

/** Response of `POST /v1/moderations`. */
export const ModerationSchema = z
  .object({
    id: z.string(),
    model: z.string(),
    results: z.array(
      z.object({
        flagged: z.boolean(),
        categories: record(z.boolean()),
        category_scores: record(z.number()),
        category_applied_input_types: record(z.array(z.enum(['text', 'image']))).openapi({
          description: 'Inputs that were judged by category; empty for a category that no engine judges',
        }),
      }),
    ),
  })
  .openapi('Moderation', {
    description:
      'Categories of OpenAI, and those of the engine under their own names. One that no engine judges is false and 0',
  })

/** Result of one engine for a text or an image. */
export interface JudgedInput extends ModerationResult {
  readonly type: 'text' | 'image'
  /** Categories that the engine judges. */
  readonly judged: readonly string[]
}

/** Encodes the results of texts and images that were judged together. */
export function encodeModeration(inputs: readonly JudgedInput[]): z.infer<typeof ModerationSchema>['results'][number] {
  const verdicts = new Map(openAiCategories.map((name): [string, Verdict] => [name, newVerdict()]))
  for (const input of inputs) {
    const { type, judged, scores, category, isFlagged } = input
    for (const own of new Set([...judged, ...Object.keys(scores), ...(category === undefined ? [] : [category])])) {
      for (const name of new Set([own, counterparts[own] ?? own])) {
        const verdict = verdicts.get(name) ?? newVerdict()
        verdict.types.add(type)
        verdict.score = Math.max(verdict.score, scores[own] ?? 0)
        verdict.isFlagged ||= isFlagged && category === own
        verdicts.set(name, verdict)
      }
    }
  }
  const fields = <Value>(read: (verdict: Verdict) => Value) =>
    Object.fromEntries([...verdicts].map(([name, verdict]) => [name, read(verdict)]))
  return {
    flagged: inputs.some(({ isFlagged }) => isFlagged),
    categories: fields(({ isFlagged }) => isFlagged),
    category_scores: fields(({ score }) => score),
    category_applied_input_types: fields(({ types }) => [...types]),
  }
}

interface Verdict {
  isFlagged: boolean
  score: number
  readonly types: Set<'text' | 'image'>
}

function newVerdict(): Verdict {
  return { isFlagged: false, score: 0, types: new Set() }
}
