import type { EmbeddingEngine, Embeddings, EmbedOptions } from '../embedding-engine.ts'
import { EngineInputError, EngineUnavailableError } from '../engine.ts'
import { isRecord } from '../is-record.ts'
import { normalize } from '../vector.ts'
import { estimateTokens } from './chat-chunks.ts'
import { UpstreamClient, type UpstreamOptions } from './upstream-client.ts'

/** Options for {@link createUpstreamEmbeddingEngine}. */
export interface UpstreamEmbeddingEngineOptions extends UpstreamOptions {
  /** Native vector length of the upstream model. Defaults to 1536. */
  readonly defaultDimensions?: number | undefined
  /** Supported vector lengths. Defaults to the native length only. */
  readonly dimensions?: readonly number[] | undefined
}

/**
 * Creates an embedding engine that forwards texts to any server with an OpenAI-compatible embeddings API. Vectors are
 * normalized to unit length.
 */
export function createUpstreamEmbeddingEngine(options: UpstreamEmbeddingEngineOptions): EmbeddingEngine {
  const client = new UpstreamClient(options)
  const model = options.model ?? 'mira-embed'
  const defaultDimensions = options.defaultDimensions ?? 1536
  const dimensions = options.dimensions ?? [defaultDimensions]
  return {
    info: {
      name: 'upstream-embeddings',
      kind: 'upstream',
      description: `Forwards to the embedding model served at ${client.host}`,
    },
    model,
    defaultDimensions,
    dimensions,
    async embed(texts, embedOptions = {}) {
      checkInput(texts, embedOptions, dimensions)
      const body = {
        model,
        input: texts,
        encoding_format: 'float',
        ...(embedOptions.dimensions === undefined || embedOptions.dimensions === defaultDimensions
          ? {}
          : { dimensions: embedOptions.dimensions }),
      }
      const answer = await client.sendForJson({ path: '/embeddings', body, signal: embedOptions.signal })
      const embeddings = readEmbeddings(answer, texts, client.host)
      checkLength(embeddings, embedOptions.dimensions ?? defaultDimensions, client.host)
      return embeddings
    },
    close: async () => client.close(),
  }
}

function checkInput(texts: readonly string[], options: EmbedOptions, dimensions: readonly number[]): void {
  const empty = texts.findIndex((text) => text.trim() === '')
  if (empty >= 0) {
    const message = `input ${empty} is empty: a text needs at least one character`
    throw new EngineInputError(message, 'input', { code: 'empty' })
  }
  if (options.dimensions === undefined || dimensions.includes(options.dimensions)) return
  throw new EngineInputError(
    `dimensions must be one of ${dimensions.join(', ')}, not ${options.dimensions}`,
    'dimensions',
  )
}

function checkLength({ vectors }: Embeddings, expected: number, host: string): void {
  const wrong = vectors.find((vector) => vector.length !== expected)
  if (!wrong) return
  throw new EngineUnavailableError(`The upstream at ${host} gave vectors of ${wrong.length} numbers, not ${expected}`)
}

function readEmbeddings(answer: unknown, texts: readonly string[], host: string): Embeddings {
  const rows: unknown[] = isRecord(answer) && Array.isArray(answer.data) ? answer.data : []
  const vectors: Float32Array[] = []
  for (const [position, row] of rows.entries()) {
    if (!isRecord(row) || !Array.isArray(row.embedding)) continue
    const index = typeof row.index === 'number' ? row.index : position
    vectors[index] = normalize(Float32Array.from(row.embedding as number[]))
  }
  if (texts.some((_, index) => !vectors[index])) {
    throw new EngineUnavailableError(`The upstream at ${host} gave ${rows.length} vectors for ${texts.length} texts`)
  }
  const usage = isRecord(answer) && isRecord(answer.usage) ? answer.usage.prompt_tokens : undefined
  const tokens = typeof usage === 'number' ? usage : estimateTokens(texts.join('').length)
  return { vectors, tokens }
}
