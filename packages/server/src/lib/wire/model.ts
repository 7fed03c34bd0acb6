import { z } from '@hono/zod-openapi'
import type { CatalogModel } from '../inference/catalog.ts'

/** Creation date of all models, as in the public documentation, in Unix seconds. */
const created = 1_714_867_200

/** Engine that serves a model. */
export const EngineSchema = z
  .object({
    name: z.string(),
    kind: z.string(),
    description: z.string(),
    source: z.string().optional().openapi({ description: 'Source of the model, as the server was started with it' }),
    revision: z.string().optional().openapi({ description: 'Commit of the source' }),
    sha256: z.string().optional().openapi({ description: 'Hash of the file with the weights' }),
    license: z.string().optional().openapi({ description: 'License of the weights' }),
  })
  .openapi('Engine', { description: 'Engine that serves the model' })

/** Model of the catalog. */
export const ModelSchema = z
  .object({
    id: z.string(),
    object: z.literal('model'),
    created: z.int(),
    owned_by: z.string(),
    context_window: z.int(),
    max_output_tokens: z.int(),
    engine: EngineSchema,
    aliases: z
      .array(z.string())
      .openapi({ description: 'Other names that requests may use; the answer names the model' }),
  })
  .openapi('Model')

/** Response of `GET /v1/models`. */
export const ModelListSchema = z.object({ object: z.literal('list'), data: z.array(ModelSchema) }).openapi('ModelList')

/** Response of `GET /api/v1/models`. */
export const LegacyModelListSchema = z
  .object({
    default: z.string(),
    models: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        description: z.string(),
        context_window: z.int(),
        max_output_tokens: z.int(),
      }),
    ),
  })
  .openapi('LegacyModelList')

/** Encodes a model. */
export function encodeModel(model: CatalogModel): z.infer<typeof ModelSchema> {
  const { id, contextWindow, maxOutputTokens, engine, aliases } = model
  const { name, kind, description, origin } = engine
  return {
    id,
    object: 'model',
    created,
    owned_by: 'vmira',
    context_window: contextWindow,
    max_output_tokens: maxOutputTokens,
    engine: { name, kind, description, ...origin },
    aliases: [...aliases],
  }
}

/** Encodes models in the format of `/api/v1/models`, for clients of the first public version. */
export function encodeLegacyModels(models: readonly CatalogModel[]): z.infer<typeof LegacyModelListSchema> {
  return {
    default: models[0]?.id ?? '',
    models: models.map(({ id, contextWindow, maxOutputTokens, engine }) => ({
      id,
      name: id,
      description: engine.description,
      context_window: contextWindow,
      max_output_tokens: maxOutputTokens,
    })),
  }
}
