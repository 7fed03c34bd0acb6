import type { Random } from './random.ts'

const long = 100_000

/** Texts that are expensive for code which backtracks or starts over: one token, many times. */
export const hostileTexts: readonly string[] = [
  ...[
    ' ',
    '\n',
    '\t',
    '9',
    '1,',
    '1 ',
    '.',
    'Mr. ',
    'т.е. ',
    '(',
    '[',
    '{"a":',
    '"',
    '`',
    '**',
    'a',
    'А',
    '\u0301',
    '\u200b',
    '😀',
    '- ',
    '1. ',
  ].map((token) => token.repeat(Math.floor(long / token.length))),
  `${'a '.repeat(long / 4)}!`,
  `${' '.repeat(long)}x`,
  `<${'think>'.repeat(1_000)}`,
  '\ud83d',
  '\u0000',
  '__proto__',
  '../../../../etc/passwd',
  "'; DROP TABLE users; --",
]

/** Sums that poison or exhaust an evaluator without bounds. */
export const hostileSums: readonly string[] = [
  '9^9^9^9',
  '2^(10^10)',
  'sqrt(9^9^9^9)',
  'factorial(200000)',
  '200000!',
  'gamma(1e300)',
  '1e308 * 1e308 - 1e308 * 1e308',
  '0.1 ^ -1000000000',
  `${'1+'.repeat(50_000)}1`,
  `${'('.repeat(50_000)}1${')'.repeat(50_000)}`,
  '9'.repeat(long),
  'zeros(100000, 100000)',
  '1:1e12',
  'import({ a: 1 })',
  'x = 1e9; x!',
].map((sum) => `What is ${sum}?`)

const patterns = [
  '^(a+)+$',
  '^(a|a)*b$',
  '^(\\w+\\s?)*$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '(x+x+)+y',
  'a{1,1000000}',
  '(a{1,1000}){1,1000}',
  '^(?=(a+)+$).*$',
  '(.*)*\\1',
  '[',
  '(?<n>a)\\k<n>',
]

const nested = (depth: number): object =>
  depth === 0 ? { type: 'integer' } : { type: 'array', minItems: 100, items: nested(depth - 1) }
const branching = (depth: number): object =>
  depth === 0 ? { type: 'string' } : { allOf: [branching(depth - 1), branching(depth - 1)] }
const properties = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`p${index}`, { type: 'string' }]))
const doubling = Object.fromEntries(
  Array.from({ length: 30 }, (_, index) => [
    `d${index}`,
    index === 0
      ? { type: 'string' }
      : { type: 'object', required: ['a', 'b'], properties: { a: ref(index - 1), b: ref(index - 1) } },
  ]),
)

function ref(index: number): object {
  return { $ref: `#/$defs/d${index}` }
}

/** JSON Schemas that backtrack, expand or refer to themselves, and values that are no schema. */
export const hostileSchemas: readonly unknown[] = [
  ...patterns.flatMap((pattern) => [
    object({ type: 'string', pattern }),
    object({ type: 'string', pattern, const: `${'a'.repeat(40)}!` }),
    object({ type: 'string', pattern, enum: [`${'a'.repeat(40)}!`, 'b'] }),
    object({ type: 'string', pattern, default: `${'a'.repeat(40)}!`, minLength: 40 }),
    { type: 'object', patternProperties: { [pattern]: { type: 'string' } }, minProperties: 1 },
    { type: 'object', propertyNames: { pattern }, minProperties: 2 },
  ]),
  nested(6),
  branching(18),
  { ...object(ref(29)), $defs: doubling },
  object({ type: 'string', minLength: 1e9 }),
  object({ type: 'array', minItems: 1e9 }),
  object({ type: 'array', items: { enum: [1] }, minItems: 50, uniqueItems: true }),
  { type: 'object', properties, required: Object.keys(properties) },
  { $ref: '#' },
  { allOf: [{ $ref: '#' }] },
  { anyOf: [{ $ref: '#/anyOf/0' }] },
  object({ type: 'object', required: ['self'], properties: { self: { $ref: '#' } } }),
  object({ type: 'integer', multipleOf: 1e-300, minimum: 1 }),
  object({ type: 'number', minimum: 5, maximum: 1 }),
  object({ not: {} }),
  { type: 'object', minProperties: 1e6 },
  { type: 'object', properties: [null] },
  { type: 'object', properties: { a: null } },
  { type: 'object', required: 'a' },
  { type: ['object', 7] },
  { enum: [] },
  { type: 'object', dependentSchemas: { a: { $ref: '#' } }, if: { $ref: '#' } },
  null,
  true,
  [],
  'string',
  42,
]

function object(value: object): object {
  return { type: 'object', properties: { value }, required: ['value'] }
}

/** Returns a value of an unexpected type, size or content. */
export function hostileValue(random: Random): unknown {
  const values: readonly (() => unknown)[] = [
    () => null,
    () => random.pick([true, false]),
    () => random.pick([0, -0, -1, 1.5, 2 ** 53, 1e308, -1e308, 5e-324, 1e21]),
    () => '',
    () => random.pick(hostileTexts),
    () => random.pick(hostileSums),
    () => random.pick(hostileSchemas),
    () => [],
    () => ({}),
    () => [null],
    () => [[[[[[[[[[]]]]]]]]]],
    () => ({ toString: 1, constructor: { prototype: null }, hasOwnProperty: 1 }),
    () => Array.from({ length: 5_000 }, () => 0),
    () => 'https://169.254.169.254/latest/meta-data/',
    () => `data:image/png;base64,${'A'.repeat(1_000)}`,
    () => 'data:image/png;base64,',
  ]
  return random.pick(values)()
}
