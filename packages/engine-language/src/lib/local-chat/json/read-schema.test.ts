import { EngineInputError } from '@mira/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minimalValue } from './minimal-value.ts'
import { readSchema } from './read-schema.ts'
import { repairJson } from './repair-json.ts'

/** Generates the smallest answer, as a request without any of the data does. */
function answer(schema: unknown): unknown {
  const document = readSchema(schema, 'response_format')
  return repairJson(minimalValue(document.root, document), document)
}

function failureOf(schema: unknown): unknown {
  try {
    answer(schema)
    return undefined
  } catch (error) {
    return error
  }
}

const nest = (depth: number, wrap: (inner: object) => object, inner: object = { type: 'string' }) =>
  Array.from({ length: depth }).reduce<object>(wrap, inner)
const names = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`)
const chain = (count: number, link: (next: object) => object) => ({
  $defs: Object.fromEntries(
    names(count).map((name, index) => [name, link({ $ref: `#/$defs/p${(index + 1) % count}` })]),
  ),
  $ref: '#/$defs/p0',
})
const tree = (keyword: string, count: number) => ({
  $defs: {
    ...Object.fromEntries(
      names(count).map((name, index) => [
        name,
        { [keyword]: [{ $ref: `#/$defs/p${index + 1}` }, { $ref: `#/$defs/p${index + 1}` }] },
      ]),
    ),
    [`p${count}`]: { type: 'string', minLength: 1 },
  },
  $ref: '#/$defs/p0',
})

const hostile: Readonly<Record<string, unknown>> = {
  'nested arrays': nest(8, (items) => ({ type: 'array', minItems: 100, items })),
  'a long string': { type: 'string', minLength: 1e9 },
  'a long array': { type: 'array', minItems: 1e9, items: { type: 'null' } },
  'long strings in an array': { type: 'array', minItems: 1e4, items: { type: 'string', minLength: 1e4 } },
  'long constants in an array': { type: 'array', minItems: 1e4, items: { const: 'x'.repeat(1e5) } },
  'many properties at least': { type: 'object', minProperties: 1e9 },
  'many contained items': { type: 'array', contains: { const: 1 }, minContains: 1e9 },
  'a pattern that repeats': { type: 'string', pattern: '^(?:a{1000}){1000}$' },
  'a pattern that repeats long texts': { type: 'string', pattern: `^(?:${'a'.repeat(1_000)}){9000}$` },
  'a tree of allOf': tree('allOf', 40),
  'a tree of anyOf': { ...tree('anyOf', 40), const: 1 },
  'a reference to itself': { $ref: '#' },
  'allOf of itself': { allOf: [{ $ref: '#' }, { $ref: '#' }] },
  'a variant of itself': { anyOf: [{ $ref: '#' }, { $ref: '#' }] },
  'a negation of itself': { not: { $ref: '#' } },
  'a cycle of references': chain(50, (next) => next),
  'a cycle of conditions': chain(3, (next) =>
    Object.fromEntries(['if', 'then', 'else'].map((keyword) => [keyword, next])),
  ),
  'required properties without end': { type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] },
  'dependent schemas of itself': { dependentSchemas: { a: { $ref: '#' } }, default: { a: 1 } },
  'required properties in a tree': {
    $defs: {
      node: {
        type: 'object',
        required: ['a', 'b', 'c'],
        properties: { a: { $ref: '#/$defs/node' }, b: { $ref: '#/$defs/node' }, c: { $ref: '#/$defs/node' } },
      },
    },
    $ref: '#/$defs/node',
  },
  'deep nesting': nest(100_000, (inner) => ({ items: inner })),
  'deep data': { default: nest(100_000, (inner) => [inner]) },
  'a long enum': { enum: names(1e5) },
  'many properties': { type: 'object', properties: Object.fromEntries(names(1e5).map((name) => [name, {}])) },
  'a long oneOf': { oneOf: names(5_000).map((name) => ({ const: name })) },
  'many unevaluated properties': {
    unevaluatedProperties: false,
    properties: Object.fromEntries(names(6_000).map((name) => [name, {}])),
  },
  'long texts': { description: 'x'.repeat(1e6) },
}

const malformed: readonly unknown[] = [
  null,
  1,
  'x',
  true,
  [],
  [null],
  [{}],
  { properties: [null] },
  { properties: null, required: null },
  { properties: { a: null } },
  { properties: { a: 1 } },
  { properties: 'x' },
  { items: [] },
  { items: 1 },
  { items: [{}] },
  { prefixItems: {} },
  { prefixItems: [null] },
  { anyOf: {} },
  { anyOf: [] },
  { oneOf: [1] },
  { allOf: null },
  { allOf: [null] },
  { required: 1 },
  { required: [1] },
  { required: {} },
  { required: 'a' },
  { type: 'nonsense' },
  { type: 1 },
  { type: [] },
  { type: [1] },
  { enum: 1 },
  { enum: {} },
  { enum: [] },
  { not: [] },
  { if: 1 },
  Object.fromEntries([['then', null]]),
  { $ref: 1 },
  { $ref: '#/%' },
  { $ref: '#/a' },
  { $ref: '#/enum/0', enum: [{}] },
  { $ref: 'http://127.0.0.1:9/a' },
  { $ref: '#a' },
  { $id: '#', $anchor: 1 },
  { $id: 'https://json-schema.org/draft/2020-12/schema' },
  { $schema: 1 },
  { $schema: 'http://x' },
  { $async: true },
  { $dynamicRef: '#' },
  { $recursiveRef: '#' },
  { $defs: [] },
  { $defs: { a: 1 } },
  { $vocabulary: 1 },
  { $comment: 1 },
  { title: 1 },
  { description: {} },
  { format: 1 },
  { format: 'nonsense' },
  { pattern: 1 },
  { pattern: '(' },
  { patternProperties: { '(': {} } },
  { patternProperties: [] },
  { minLength: -1 },
  { minLength: 'x' },
  { multipleOf: 0 },
  { multipleOf: 1e-300 },
  { minimum: '1' },
  { exclusiveMinimum: true, minimum: 1 },
  { minimum: 2, maximum: 1, type: 'number' },
  { nullable: true },
  { nullable: 1 },
  { dependencies: 1 },
  { dependencies: { a: ['b'] } },
  { dependentRequired: { a: 1 } },
  { dependentSchemas: { a: [] } },
  { uniqueItems: 1 },
  { contains: [] },
  {
    type: 'object',
    required: ['__proto__', 'constructor'],
    properties: JSON.parse('{"__proto__":{"type":"string"},"constructor":{"type":"string"}}'),
  },
]

const keyword = fc.constantFrom(
  ...'type properties required items prefixItems anyOf oneOf allOf not if then else enum const default format pattern patternProperties propertyNames additionalProperties unevaluatedProperties minItems maxItems minLength maxLength minimum maximum multipleOf minProperties contains minContains uniqueItems dependentSchemas dependencies $ref $defs $id $anchor $dynamicRef $async nullable'.split(
    ' ',
  ),
)
const { json: arbitrarySchemas } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom('string', 'object', 'array', 'number', 'null', '#', '#/properties/a', '^(a|b)+$', '(', 'a', 'date'),
    fc.constantFrom(null, true, false, 0, 1, -1, 3, 1e9, 0.5),
    fc.string(),
  ),
  json: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(keyword, tie('json'), { maxKeys: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'constructor'), tie('json'), { maxKeys: 3 }),
  ),
}))

describe('readSchema', () => {
  it.each(Object.entries(hostile))('answers or rejects %s within its budget', (_, schema) => {
    const failure = failureOf(schema)
    if (failure === undefined) return
    expect(failure).toBeInstanceOf(EngineInputError)
    expect(failure).toMatchObject({ field: 'response_format', message: expect.stringContaining('response_format') })
  })

  it.each(['nested arrays', 'a long string', 'a tree of anyOf', 'many properties', 'deep nesting'])(
    'names the limit that %s exceed',
    (name) => expect(String(failureOf(hostile[name]))).toMatch(/more than [\d,]+ (?:nodes|characters|values|levels)/),
  )

  it.each(malformed.map((schema) => ({ schema, name: JSON.stringify(schema) })))(
    'answers or rejects $name',
    ({ schema }) => {
      const failure = failureOf(schema)
      if (failure !== undefined) expect(failure).toBeInstanceOf(EngineInputError)
    },
  )

  it('answers or rejects any JSON', () => {
    fc.assert(
      fc.property(arbitrarySchemas, (schema) => {
        const failure = failureOf(schema)
        if (failure !== undefined) expect(failure).toBeInstanceOf(EngineInputError)
      }),
      { numRuns: 500 },
    )
  })

  it.each(['^(a+)+$', '^(a|aa)+$', '^(?:\\w+\\s?)+$'])('validates data against %s in linear time', (pattern) => {
    const text = `${'a'.repeat(20_000)}!`
    const schemas = [
      { type: 'string', pattern, default: text },
      { pattern, const: text },
      { pattern, enum: [text, text] },
      { type: 'object', patternProperties: { [pattern]: { type: 'string' } }, default: { [text]: 1 } },
      { type: 'object', propertyNames: { pattern }, default: { [text]: 1 } },
      { not: { pattern }, const: text },
    ]
    for (const schema of schemas) {
      const document = readSchema(schema, 'response_format')
      document.validate(minimalValue(document.root, document))
      expect(document.budget.spent['pattern steps']).toBeLessThan(60 * text.length)
    }
  })

  it('counts every evaluation of a schema', () => {
    const counts = [4, 8].map((levels) => {
      const document = readSchema(tree('allOf', levels), 'response_format')
      document.validate('a')
      const before = document.budget.spent.nodes
      document.validate('a')
      return document.budget.spent.nodes - before
    })
    expect((counts[1] ?? 0) / (counts[0] ?? 0)).toBeGreaterThan(4)
  })

  it('finds equal items whatever the order of their properties', () => {
    const document = readSchema({ type: 'array', uniqueItems: true }, 'response_format')
    expect(
      document.validate([
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ]),
    ).not.toEqual([])
    expect(document.validate([{ a: 1 }, [['a', 1]], [1], 1, '1', null])).toEqual([])
  })

  it.each(['constructor', 'valueOf', 'toString'])('takes what a value inherits for no property: %s', (name) => {
    const document = readSchema({ type: 'object', properties: { [name]: { type: 'integer' } } }, 'response_format')
    expect(document.validate({})).toEqual([])
    expect(document.validate({ [name]: 1 })).toEqual([])
    expect(document.validate({ [name]: 'one' })).not.toEqual([])
  })

  it('takes the same limits for a schema of ordinary size', () => {
    const properties = Object.fromEntries(names(500).map((name) => [name, { type: 'string', maxLength: 1_000 }]))
    const value = answer({ type: 'object', properties, required: names(500), additionalProperties: false })
    expect(Object.keys(value as object)).toHaveLength(500)
  })
})
