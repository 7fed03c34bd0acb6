import { Ajv2020 } from 'ajv/dist/2020.js'

/** A JSON Schema, or a piece of a document that holds some. */
type Json = Readonly<Record<string, unknown>>

/** What a server says of itself in `/openapi.json`. */
export interface ApiDocument {
  /** Operations as `METHOD /path`. */
  readonly operations: readonly string[]
  /** Problems of a request body; empty when it is as documented, with no field beyond. */
  checkRequest(operation: string, body: unknown): string[]
  /** Problems of a reply body or of one event of a stream, likewise. */
  checkReply(operation: string, reply: DocumentedReply, body: unknown): string[]
  /** Problems of a value by a schema that may refer to `api#/components/schemas/…`. */
  check(schema: Json, value: unknown): string[]
}

/** Where in the document a reply is described. */
export interface DocumentedReply {
  readonly status: number
  readonly mediaType: string
}

/** Reads the document of a running server and compiles its schemas. */
export async function readApiDocument(serverUrl: string): Promise<ApiDocument> {
  const document = (await (await fetch(`${serverUrl}/openapi.json`)).json()) as { paths: Record<string, Json> }
  const ajv = new Ajv2020({ strict: false, allErrors: true })
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

/** One step of a JSON pointer in a URI (RFC 6901 §3 and §6). */
const escapeStep = (step: string): string => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))

/** Lets no object have fields that are not listed, so that a field nobody documented is found. */
function closeObjects(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node
  if (Array.isArray(node)) return node.map(closeObjects)
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, closeObjects(value)]))
  return 'type' in node && 'properties' in node ? { ...copy, additionalProperties: false } : copy
}
