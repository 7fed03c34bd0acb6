import fc from 'fast-check'

/** JSON Schema of an API description. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

/** Schemas by name, to which others refer. */
export type Schemas = Readonly<Record<string, Schema>>

const nest = (levels: number) => JSON.parse(`${'[{"a":'.repeat(levels)}null${'}]'.repeat(levels)}`) as unknown

/** Values that fit no field, or at its very edge. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    [],
    {},
    [null],
    [[[]]],
    '',
    ' ',
    '\u0000',
    '\ud800',
    '__proto__',
    'constructor',
    'x'.repeat(70_000),
    -1,
    0,
    -0,
    1.5,
    2 ** 31,
    2 ** 53,
    -(2 ** 63),
    1e308,
    5e-324,
    'https://[::1]/',
    'data:image/png;base64,AAAA',
    nest(5),
    nest(200),
    { $ref: '#' },
    { allOf: [{ $ref: '#' }] },
    Array(300).fill({}),
  ),
  fc.jsonValue({ maxDepth: 4 }),
)

/** Bodies of the shape of a schema, with a hostile value in some places. */
export function toArbitrary(schema: Schema, schemas: Schemas, depth = 0): fc.Arbitrary<unknown> {
  const own = depth > 6 ? hostileValue : toValid(schema, schemas, depth)
  return fc.oneof({ weight: 20, arbitrary: own }, { weight: 1, arbitrary: hostileValue })
}

function toValid(schema: Schema, schemas: Schemas, depth: number): fc.Arbitrary<unknown> {
  const { $ref, anyOf, oneOf, allOf } = schema
  if ($ref !== undefined) return toValid(resolve(schema, schemas), schemas, depth + 1)
  const choices = anyOf ?? oneOf ?? allOf
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => toArbitrary(choice, schemas, depth + 1)))
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  return toTyped(schema, schemas, depth)
}

function toTyped(schema: Schema, schemas: Schemas, depth: number): fc.Arbitrary<unknown> {
  const { type, properties = {}, required = [], items = {} } = schema
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object': {
      const fields = Object.entries(properties).map(
        ([name, field]) => [name, toArbitrary(field, schemas, depth + 1)] as const,
      )
      return fc.record(Object.fromEntries(fields), { requiredKeys: [...required] })
    }
    case 'array':
      return fc.array(toArbitrary(items, schemas, depth + 1), { maxLength: 3 })
    case 'string':
      return fc.oneof(fc.constantFrom('mira', 'user', 'hello', 'auto', 'json_schema', '1024x1024'), fc.string())
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: 0, max: 4 }), fc.double())
    case 'boolean':
      return fc.boolean()
    default:
      return hostileValue
  }
}

/** Returns the schema that a reference names, or the schema itself. */
function resolve(schema: Schema, schemas: Schemas): Schema {
  return schema.$ref === undefined ? schema : schemas[schema.$ref.split('/').at(-1)!]!
}

type Path = readonly string[]

function listPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, field]) => listPaths(field, [...path, name]))]
}

function replaceAt(value: unknown, [name, ...rest]: Path, replacement: unknown): unknown {
  if (name === undefined) return replacement
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) }
  return Object.assign(copy, { [name]: replaceAt((value as Record<string, unknown>)[name], rest, replacement) })
}

/** Valid bodies with up to one hostile value, and up to one more field of the schema. */
export function toMutated(valid: object, schema: Schema, schemas: Schemas): fc.Arbitrary<unknown> {
  const { properties = {} } = resolve(schema, schemas)
  const paths = listPaths(valid).filter((path) => path.length > 0)
  const field = fc.oneof(
    ...Object.entries(properties).map(([name, one]) => fc.record({ [name]: toArbitrary(one, schemas, 1) })),
  )
  const values = fc.tuple(fc.constantFrom(...paths), fc.option(hostileValue, { nil: undefined }))
  return fc.tuple(fc.option(values), fc.option(field)).map(([change, more]) => {
    const changed = change === null ? valid : replaceAt(valid, change[0], change[1])
    return { ...(changed as object), ...more }
  })
}
