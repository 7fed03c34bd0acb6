/** JSON Schema of the OpenAPI document, as far as it is read here. */
export type Schema = Readonly<Record<string, unknown>>

/** Operation of the API. */
export interface Operation {
  readonly method: string
  readonly path: string
  /** Schema of a JSON body. */
  readonly body: Schema | undefined
  /** Schema of a form. */
  readonly form: Schema | undefined
  readonly queryNames: readonly string[]
  /** Status codes that the document lists. */
  readonly statuses: ReadonlySet<number>
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>
}

interface Described {
  readonly requestBody?: Content
  readonly parameters?: readonly { readonly in: string; readonly name: string }[]
  readonly responses: Readonly<Record<string, unknown>>
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
}

/** Reads the operations of an OpenAPI document. */
export function readOperations(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody, parameters = [], responses }]) => ({
      method: method.toUpperCase(),
      path,
      body: requestBody?.content?.['application/json']?.schema,
      form: requestBody?.content?.['multipart/form-data']?.schema,
      queryNames: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
      statuses: new Set(Object.keys(responses).map(Number)),
    })),
  )
}
