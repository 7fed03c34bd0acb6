import { type Client, type RequestOptions, request } from '@mira/core'
import { readReply } from '@mira/core/internal'

/** A model of the catalog; the fields beyond `id` depend on the server. */
export interface Model {
  id: string
  object?: string | undefined
  /** Creation time in Unix seconds. */
  created?: number | undefined
  owned_by?: string | undefined
  name?: string | undefined
  description?: string | undefined
  /** Size of the context window, in tokens. */
  context_window?: number | undefined
  /** Maximum length of an answer, in tokens. */
  max_output_tokens?: number | undefined
  requires_plan?: string | undefined
  readonly [field: string]: unknown
}

/** Catalog of models. */
export interface ModelList {
  data: Model[]
  /** Model that the server uses by default, if it reports one. */
  default?: string | undefined
  readonly [field: string]: unknown
}

/**
 * Lists the available models. Both documented response formats are supported.
 *
 * @param client - Client created with `createClient`; no API key is required.
 * @throws {MiraError} when the call fails.
 * @see docs/protocol.md#models
 */
export function listModels(client: Client, options?: RequestOptions): Promise<ModelList> {
  return request(
    client,
    {
      operation: 'models.list',
      path: '/v1/models',
      read: async (reply, context) => toModelList(await readReply<Partial<ModelList>>(reply, context, isModelList)),
    },
    options,
  )
}

const isModelList = (body: Partial<ModelList>): unknown => Array.isArray(body) || body.data || body.models

function toModelList(body: Partial<ModelList>): ModelList {
  if (Array.isArray(body)) return { data: body }
  const { models, ...fields } = body
  return { ...fields, data: body.data ?? (models as Model[] | undefined) ?? [] }
}
