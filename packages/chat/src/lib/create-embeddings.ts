import { type Client, MiraError, type RequestOptions, request } from '@mira/core'
import { checkCount, cutVectors, type FindVector, readReply, stateOf } from '@mira/core/internal'
import { readVectors, type WireEmbedding } from './embedding-vectors.ts'
import type { Embedding, EmbeddingsOptions, EmbeddingsParams, EmbeddingsResult, EmbeddingsUsage } from './embeddings.ts'
import { mapConcurrently } from './map-concurrently.ts'
import { partOptions } from './part-options.ts'
import { addUsage } from './usage.ts'

interface WireEmbeddings {
  readonly model: string
  readonly data: readonly WireEmbedding[]
  readonly usage?: EmbeddingsUsage | undefined
}

const operation = 'embeddings.create'

/**
 * Creates embedding vectors for texts.
 *
 * @param client - Client created with `createClient`.
 * @throws {MiraError} when a request fails; the other requests are then aborted.
 * @throws {TypeError | RangeError} when `input` is not text, or `batchSize` or `concurrency` is not an integer of at
 * least 1.
 * @see docs/protocol.md#embeddings
 */
export async function createEmbeddings(
  client: Client,
  params: EmbeddingsParams,
  { batchSize = 100, concurrency = 4, ...options }: EmbeddingsOptions = {},
): Promise<EmbeddingsResult> {
  stateOf(client)
  checkCount('batchSize', batchSize, { min: 1 })
  checkCount('concurrency', concurrency, { min: 1 })
  const texts = readInput(params?.input)
  if (texts.length <= batchSize) return requestBatch(client, params, { size: texts.length, options })
  const starts = Array.from({ length: Math.ceil(texts.length / batchSize) }, (_, batch) => batch * batchSize)
  const results = await mapConcurrently(
    starts,
    (firstIndex, signal) => {
      const input = texts.slice(firstIndex, firstIndex + batchSize)
      const batch = { size: input.length, options: { ...partOptions(options, firstIndex), signal } }
      return requestBatch(client, { ...params, input }, batch)
    },
    { limit: concurrency, signal: options.signal },
  )
  return {
    model: results[0]?.model ?? '',
    // Not while reading a reply, which middleware may have stored for a batch at another place.
    data: results.flatMap(({ data }, batch) =>
      data.map(({ index, embedding }) => ({ index: (starts[batch] as number) + index, embedding })),
    ),
    usage: results.map(({ usage }) => usage).reduce(addUsage),
  }
}

function readInput(input: unknown): readonly string[] {
  const texts = typeof input === 'string' ? [input] : input
  if (Array.isArray(texts) && texts.length > 0 && texts.every((text) => typeof text === 'string')) return texts
  throw new TypeError('input must be a string or a non-empty list of strings')
}

interface Batch {
  /** Number of texts. */
  readonly size: number
  readonly options: RequestOptions
}

function requestBatch(client: Client, params: EmbeddingsParams, batch: Batch): Promise<EmbeddingsResult> {
  return request(
    client,
    {
      operation,
      path: '/v1/embeddings',
      json: { encoding_format: 'base64', ...params, model: params.model ?? 'mira-embed' },
      async read(raw, context) {
        const reply = await cutVectors(raw, { operation, maxBytes: context.state.limits.maxJsonBytes })
        return toResult(await readReply<WireEmbeddings>(reply, context, ({ data }) => data), batch, reply.find)
      },
    },
    batch.options,
  )
}

function toResult(
  { model, data, usage }: WireEmbeddings,
  { size }: Batch,
  find: FindVector | undefined,
): EmbeddingsResult {
  // A missing vector would pair every later text with the wrong one.
  if (!Array.isArray(data) || data.length !== size) {
    throw invalid(`expected ${size} vectors, the server sent ${data?.length ?? 'none'}`)
  }
  try {
    const indices = new Set(data.map(({ index }) => index))
    // Without a distinct index for each vector, servers send them in order.
    const isIndexed = data.every((_, position) => indices.has(position))
    const embeddings: Embedding[] = []
    for (const [position, embedding] of readVectors(data, find).entries()) {
      const index = isIndexed ? ((data[position] as WireEmbedding).index as number) : position
      embeddings[index] = { index, embedding }
    }
    return { model, data: embeddings, usage }
  } catch (cause) {
    throw invalid('a vector is neither base64 nor a list of numbers', cause)
  }
}

const invalid = (message: string, cause?: unknown): MiraError =>
  new MiraError(`${operation}: ${message}`, { code: 'invalid_response', operation, cause })
