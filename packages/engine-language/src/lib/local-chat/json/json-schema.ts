/** JSON Schema of a request, as `readSchema` returns it: each keyword has its type. Only the keywords in use are typed. */
export interface JsonSchema {
  readonly [keyword: string]: unknown
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema | boolean>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema | boolean
  readonly enum?: readonly unknown[]
  readonly description?: string
  readonly title?: string
  readonly format?: string
  readonly pattern?: string
}

/** Returns the types that a schema allows, explicitly or implied by other keywords. */
export function typesOf(schema: JsonSchema): readonly string[] {
  if (typeof schema.type === 'string') return [schema.type]
  if (Array.isArray(schema.type)) return schema.type as readonly string[]
  if (schema.properties || schema.additionalProperties) return ['object']
  if (schema.items || schema.prefixItems) return ['array']
  if (Array.isArray(schema.enum)) return [...new Set(schema.enum.map(jsonType))]
  if ('const' in schema) return [jsonType(schema.const)]
  if ('minimum' in schema || 'maximum' in schema) return ['number']
  return ['string']
}

/** Returns whether a schema accepts numbers. */
export function isNumeric(schema: JsonSchema): boolean {
  return typesOf(schema).some((type) => type === 'number' || type === 'integer')
}

/** Returns the JSON Schema type of a value. */
export function jsonType(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

/** Returns the text of an option of an `enum`, which may be any JSON. */
export function optionText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Returns the only value that a schema allows, if it is constant. */
export function fixedValue(schema: JsonSchema): { readonly value: unknown } | undefined {
  if ('const' in schema) return { value: schema.const }
  if (Array.isArray(schema.enum) && schema.enum.length === 1) return { value: schema.enum[0] }
  return undefined
}

/** Returns a property of a schema. Names such as `constructor` are properties only if the schema lists them. */
export function propertyOf({ properties }: JsonSchema, name: string): JsonSchema | boolean | undefined {
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined
}
