import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSchema } from './find-schema.ts'

const schema = { type: 'object', properties: { customer: { type: 'string' }, note: { const: '} "{' } } }
const text = JSON.stringify(schema)

describe('a schema in a request', () => {
  it.each([
    ['alone', text],
    ['after prose', `Return valid JSON.\n json schema: ${text}\n`],
    ['on several lines', `Schema:\n\`\`\`json\n${JSON.stringify(schema, null, 2)}\n\`\`\``],
    ['beside apostrophes and quotes', `It's "5" o'clock; use "this: ${text}`],
    [
      'after an example of another',
      `As for {"properties": {"foo": {"type": "array"}}} the object {"foo": []}, so: ${text}`,
    ],
    ['before data', `${text} of {"customer": "Anna"}`],
    ['after braces that never close', `{ a ${'\n'}} ${text}`],
  ])('is found %s', (_, request) => {
    expect(findSchema(request)?.schema).toEqual(schema)
  })

  it('is found by its definitions', () => {
    const referring = { $ref: '#/$defs/order', $defs: { order: schema } }
    expect(findSchema(JSON.stringify(referring))?.schema).toEqual(referring)
  })

  it.each([
    'Order 3 pizzas.',
    '{"customer": "Anna"}',
    '{"properties": [1]}',
    '{"properties": {"color": "red"}}',
    '{"type": "object", "properties": ',
    '{"properties": null}',
  ])('is not found in %j', (request) => {
    expect(findSchema(request)).toBeUndefined()
  })

  it('is left out of the rest, with other objects', () => {
    expect(findSchema(`Order: 3 pizzas. ${text} {"a":1}Thanks.`)?.rest).toBe('Order: 3 pizzas.  Thanks.')
  })

  it('is found whatever prose surrounds it', () => {
    const prose = fc.string({ unit: fc.constantFrom('a', '"', '\\', ' ', '\n', '}', 'ж') })
    fc.assert(
      fc.property(prose, prose, (before, after) => {
        expect(findSchema(`${before}\n${text}${after}`)?.schema).toEqual(schema)
      }),
    )
  })
})
