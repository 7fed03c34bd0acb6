import type { EmbeddingModelV4 } from '@ai-sdk/provider'
import { createEmbeddings } from '@mira/chat'
import { readWireFields, toRequestOptions } from './call-options.ts'
import { type ModelContext, providerName } from './model-context.ts'
import { readReplyHeaders, unknownFieldWarnings } from './reply-headers.ts'
import { toCallError } from './to-call-error.ts'

const path = '/v1/embeddings'

/**
 * Creates an embedding model. Any number of values is one call: the client sends them in batches of 100, four at a time.
 */
export function createEmbeddingModel({ getClient }: ModelContext, modelId: string): EmbeddingModelV4 {
  return {
    specificationVersion: 'v4',
    provider: `${providerName}.embedding`,
    modelId,
    maxEmbeddingsPerCall: Number.POSITIVE_INFINITY,
    supportsParallelCalls: true,
    async doEmbed({ values, dimensions, providerOptions, ...options }) {
      const client = getClient()
      if (values.length === 0) return { embeddings: [], warnings: [] }
      const fields = readWireFields(providerOptions, ['model', 'input'])
      const body = { model: modelId, input: values, dimensions, ...fields }
      const result = await createEmbeddings(client, body, toRequestOptions(options)).catch((error: unknown) => {
        throw toCallError(error, { client, path, body, modelId, modelType: 'embeddingModel' })
      })
      const headers = readReplyHeaders(client, result)
      return {
        embeddings: result.data.map(({ embedding }) => Array.from(embedding)),
        ...(result.usage && { usage: { tokens: result.usage.prompt_tokens } }),
        ...(headers && { response: { headers } }),
        warnings: unknownFieldWarnings(headers),
      }
    },
  }
}
