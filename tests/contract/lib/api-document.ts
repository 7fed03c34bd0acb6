import { Ajv2020 } from 'ajv/dist/2020.js'

/** A JSON Schema, or a part of a document that contains schemas. */
type Json = Readonly<Record<string, unknown>>

/** The OpenAPI document of a server (`/openapi.json`). */
export interface ApiDocument {
  /** Operations as `METHOD /path`. */
  readonly operations: readonly string[]
  /** Returns the problems of a request body; empty if it matches the document without additional fields. */
  checkRequest(operation: string, body: unknown): string[]
  /** Returns the problems of a response body, or of one stream event, in the same way. */
  checkReply(operation: string, reply: DocumentedReply, body: unknown): string[]
  /** Validates a value against a schema that may refer to `api#/components/schemas/…`, and returns the problems. */
  check(schema: Json, value: unknown): string[]
}

/** Location of a response in the document. */
export interface DocumentedReply {
  readonly status: number
  readonly mediaType: string
}

/** Reads the document of a running server and compiles its schemas. */
export async function readApiDocument(serverUrl: string): Promise<ApiDocument> {
  const document = (await (await fetch(`${serverUrl}/openapi.json`)).json()) as { paths: Record<string, Json> }
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
  ajv.addSchema(closeObjects(document) as Json, 'api')
  const check = (schema: Json, value: unknown): string[] => {
    const validate = ajv.compile(schema)
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    )
  }
  const checkAt = (pointer: readonly string[], value: unknown): string[] => {
    const isDescribed = pointer.reduce<unknown>((node, step) => (node as Json | undefined)?.[step], document)
    if (isDescribed === undefined) return [`the document has no ${pointer.join(' ')}`]
    return check({ $ref: `api#/${pointer.map(escapeStep).join('/')}` }, value)
  }
  return {
    operations: Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    ),
    check,
    checkRequest: (operation, body) =>
      checkAt([...toPointer(operation), 'requestBody', 'content', 'application/json', 'schema'], body),
    checkReply: (operation, { status, mediaType }, body) =>
      checkAt([...toPointer(operation), 'responses', String(status), 'content', mediaType, 'schema'], body),
  }
}

function toPointer(operation: string): string[] {
  const [method = '', path = ''] = operation.split(' ')
  return ['paths', path, method.toLowerCase()]
}

/** Escapes one step of a JSON pointer in a URI (RFC 6901 §3 and §6). */
const escapeStep = (step: string): string => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))

/**
 * Disallows additional properties in all objects, so that undocumented fields are detected. Objects whose other fields
 * have a schema are not closed.
 */
function closeObjects(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node
  if (Array.isArray(node)) return node.map(closeObjects)
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, closeObjects(value)]))
  if (!('type' in node && 'properties' in node)) return copy
  const { additionalProperties: others } = node as Json
  const isDescribed = typeof others === 'object' && others !== null && Object.keys(others).length > 0
  return isDescribed ? copy : { ...copy, additionalProperties: false }
}
