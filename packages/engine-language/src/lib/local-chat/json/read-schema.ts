import type { Ajv2020 } from 'ajv/dist/2020.js'
import { createAjv } from './create-ajv.ts'
import { checkSchemaSize } from './json-size.ts'
import { normalizeSchema } from './normalize-schema.ts'
import { SchemaBudget, schemaError } from './schema-budget.ts'
import { SchemaDocument } from './schema-document.ts'

let metaValidator: Ajv2020 | undefined

/**
 * Reads a JSON Schema (draft 2020-12) of a request, which may be any JSON.
 *
 * @param field - Request field that contains it, for errors: `response_format`.
 * @throws {EngineInputError} when it is too large or not a valid JSON Schema.
 */
export function readSchema(schema: unknown, field: string): SchemaDocument {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
    throw schemaError(field, 'is not valid: it must be an object')
  checkSchemaSize(schema, field)
  const normalized = normalizeSchema(schema, field)
  metaValidator ??= createAjv()
  if (metaValidator.validateSchema(normalized.root) !== true) {
    const [error] = metaValidator.errors ?? []
    throw schemaError(field, `is not valid: ${error?.instancePath || 'its root'} ${error?.message ?? 'is malformed'}`)
  }
  return new SchemaDocument(normalized, new SchemaBudget(field))
}
