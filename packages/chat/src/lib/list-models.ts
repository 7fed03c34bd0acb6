import { type Client, type RequestOptions, readObject, request } from '@mira/core'

/** A model of the catalogue; which fields beyond `id` there are depends on the server. */
export interface Model {
  id: string
  object?: string | undefined
  /** Unix seconds. */
  created?: number | undefined
  owned_by?: string | undefined
  name?: string | undefined
  description?: string | undefined
  /** Tokens. */
  context_window?: number | undefined
  /** Tokens. */
  max_output_tokens?: number | undefined
  requires_plan?: string | undefined
  readonly [field: string]: unknown
}

/** The catalogue of models. */
export interface ModelList {
  data: Model[]
  /** Model that the server takes by default, when it says so. */
  default?: string | undefined
  readonly [field: string]: unknown
}

/**
 * Lists the models, whichever of the two documented forms the server answers in.
 *
 * @param client Connection made with `createClient`; a key is not needed.
 * @throws {MiraError} as every call.
 * @see docs/protocol.md#models
 */
export function listModels(client: Client, options?: RequestOptions): Promise<ModelList> {
  return request(
    client,
    {
      operation: 'models.list',
      path: '/v1/models',
      read: async (reply, context) => toModelList(await readObject(reply, context)),
    },
    options,
  )
}

function toModelList(body: Partial<ModelList>): ModelList {
  if (Array.isArray(body)) return { data: body }
  const { models, ...fields } = body
  return { ...fields, data: body.data ?? (models as Model[] | undefined) ?? [] }
}
