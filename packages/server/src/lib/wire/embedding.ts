import { z } from '@hono/zod-openapi'
import type { Embeddings } from '@mira/engine'
import type { ServerLimits } from '../server-limits.ts'
import { rejectForeignForms } from './reject-foreign-forms.ts'

/** Token arrays are those of another vendor's tokenizer; see docs/decisions/0033-dialects.md. */
const noTokens =
  'token arrays are not supported, because their tokenizer is not that of the model; send texts (in LangChain for Python: check_embedding_ctx_length=False)'

/** Creates the schema for the body of `POST /v1/embeddings`. */
export function embeddingRequestSchema({ maxContentCharacters, maxEmbeddingInputs }: ServerLimits) {
  const error = ({ input }: { readonly input?: unknown }) =>
    Array.isArray(input) || typeof input === 'number' ? noTokens : 'expected a text'
  const text = z.string({ error }).min(1, 'expected a non-empty text').max(maxContentCharacters)
  return z
    .looseObject({
      model: z.string().min(1).max(64),
      input: z.union([text, z.array(text).min(1).max(maxEmbeddingInputs)]),
      dimensions: z.int().min(1).nullish(),
      encoding_format: z.enum(['float', 'base64']).nullish(),
    })
    .superRefine(
      rejectForeignForms({
        stream: 'embeddings are not streamed; omit the field',
        background: 'embeddings are not created in the background; omit the field',
      }),
    )
    .openapi('EmbeddingRequest')
}

/** Response of `POST /v1/embeddings`. */
export const EmbeddingListSchema = z
  .object({
    object: z.literal('list'),
    data: z.array(
      z.object({
        object: z.literal('embedding'),
        index: z.int(),
        embedding: z
          .union([z.array(z.number()), z.string()])
          .openapi({ description: 'Numbers, or with base64 the bytes of little-endian 32-bit floats' }),
      }),
    ),
    model: z.string(),
    usage: z.object({ prompt_tokens: z.int(), total_tokens: z.int() }),
  })
  .openapi('EmbeddingList')

/** Encodes embeddings as numbers, or as base64 of little-endian 32-bit floats. */
export function encodeEmbeddings(
  { model, vectors, tokens }: Embeddings & { readonly model: string },
  format: 'float' | 'base64',
): z.infer<typeof EmbeddingListSchema> {
  const encode = format === 'base64' ? toBase64 : toNumbers
  return {
    object: 'list',
    data: vectors.map((vector, index) => ({ object: 'embedding', index, embedding: encode(vector) })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
}

/** Rounds to nine digits, which distinguish any two 32-bit floats; more would only be noise on the wire. */
function toNumbers(vector: Float32Array): number[] {
  return Array.from(vector, (value) => Number(value.toPrecision(9)))
}

function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * Float32Array.BYTES_PER_ELEMENT)
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * Float32Array.BYTES_PER_ELEMENT)
  return bytes.toString('base64')
}
