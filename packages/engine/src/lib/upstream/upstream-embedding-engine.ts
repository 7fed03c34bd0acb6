import type { EmbeddingEngine, Embeddings, EmbedOptions } from '../embedding-engine.ts'
import { checkDimensions, checkTexts } from '../embedding-input.ts'
import { EngineInputError, EngineUnavailableError } from '../engine.ts'
import { isRecord } from '../is-record.ts'
import { normalize } from '../vector.ts'
import { estimateTokens } from './chat-chunks.ts'
import { UpstreamClient, type UpstreamOptions } from './upstream-client.ts'

/** Options for {@link createUpstreamEmbeddingEngine}. */
export interface UpstreamEmbeddingEngineOptions extends UpstreamOptions {
  /** Native vector length of the upstream model. Defaults to that of its first answer. */
  readonly defaultDimensions?: number | undefined
  /** Supported vector lengths. By default, the upstream decides. */
  readonly dimensions?: readonly number[] | undefined
}

/**
 * Creates an embedding engine that forwards texts to any server with an OpenAI-compatible embeddings API. Vectors are
 * normalized to unit length, and have one length for as long as the engine lives.
 */
export function createUpstreamEmbeddingEngine(options: UpstreamEmbeddingEngineOptions): EmbeddingEngine {
  const client = new UpstreamClient(options)
  const model = options.model ?? 'mira-embed'
  const native: NativeLength = { value: options.defaultDimensions, isLearned: options.defaultDimensions === undefined }

  async function request(texts: readonly string[], { signal, dimensions }: EmbedOptions): Promise<Embeddings> {
    const body = { model, input: texts, encoding_format: 'float', ...(dimensions === undefined ? {} : { dimensions }) }
    return readEmbeddings(await client.sendForJson({ path: '/embeddings', body, signal }), texts, client.host)
  }

  async function embedNatively(texts: readonly string[], { signal }: EmbedOptions): Promise<Embeddings> {
    const embeddings = await request(texts, { signal })
    checkNativeLength(embeddings, native, client.host)
    return embeddings
  }

  return {
    info: {
      name: 'upstream-embeddings',
      kind: 'upstream',
      description: `Forwards to the embedding model served at ${client.host}`,
    },
    model,
    get defaultDimensions() {
      return native.value
    },
    dimensions: options.dimensions,
    async embed(texts, embedOptions = {}) {
      checkInput(texts, embedOptions, options.dimensions)
      const { dimensions } = embedOptions
      if (dimensions === undefined || dimensions === native.value) return embedNatively(texts, embedOptions)
      try {
        return checkRequestedLength(await request(texts, embedOptions), dimensions, client.host)
      } catch (error) {
        // Models with a fixed length refuse the field, even with that length.
        if (!(error instanceof EngineInputError) || native.value !== undefined) throw error
        const embeddings = await embedNatively(texts, embedOptions).catch(() => undefined)
        if (embeddings?.vectors[0]?.length === dimensions) return embeddings
        throw error
      }
    },
    close: async () => client.close(),
  }
}

/** Vector length of the upstream's model, undefined before its first answer. */
interface NativeLength {
  value: number | undefined
  /** Whether it was taken from an answer. */
  readonly isLearned: boolean
}

function checkInput(texts: readonly string[], options: EmbedOptions, supported: readonly number[] | undefined): void {
  checkTexts(texts)
  const { dimensions } = options
  if (dimensions !== undefined && supported !== undefined) checkDimensions(dimensions, supported)
}

/** Takes the length of the first vectors, and rejects those that cannot be compared with them. */
function checkNativeLength({ vectors }: Embeddings, native: NativeLength, host: string): void {
  const isFirst = native.value === undefined
  const expected = native.value ?? vectors[0]?.length
  const wrong = vectors.find((vector) => vector.length !== expected)
  if (wrong === undefined) native.value = expected
  else if (isFirst || !native.isLearned)
    throw new EngineUnavailableError(`The upstream at ${host} gave vectors of ${wrong.length} numbers, not ${expected}`)
  else {
    const change = `gave vectors of ${wrong.length} numbers, and earlier ones had ${expected}, so they cannot be compared`
    throw new EngineUnavailableError(`The upstream at ${host} ${change}. Restart the server if its model was replaced`)
  }
}

function checkRequestedLength(embeddings: Embeddings, dimensions: number, host: string): Embeddings {
  const wrong = embeddings.vectors.find((vector) => vector.length !== dimensions)
  if (wrong === undefined) return embeddings
  const message = `the upstream at ${host} gives vectors of ${wrong.length} numbers, not ${dimensions}`
  throw new EngineInputError(`dimensions: ${message}`, 'dimensions')
}

function readEmbeddings(answer: unknown, texts: readonly string[], host: string): Embeddings {
  const rows: unknown[] = isRecord(answer) && Array.isArray(answer.data) ? answer.data : []
  const vectors: Float32Array[] = []
  for (const [position, row] of rows.entries()) {
    if (!isRecord(row) || !isVector(row.embedding)) continue
    const index = typeof row.index === 'number' ? row.index : position
    vectors[index] = normalize(Float32Array.from(row.embedding))
  }
  if (texts.some((_, index) => !vectors[index])) {
    throw new EngineUnavailableError(
      `The upstream at ${host} gave ${vectors.filter(Boolean).length} vectors for ${texts.length} texts`,
    )
  }
  const usage = isRecord(answer) && isRecord(answer.usage) ? answer.usage.prompt_tokens : undefined
  const tokens = typeof usage === 'number' ? usage : estimateTokens(texts.join('').length)
  return { vectors, tokens }
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((number) => Number.isFinite(number))
}
