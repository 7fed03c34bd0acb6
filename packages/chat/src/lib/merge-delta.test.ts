import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeDelta, type StringRule } from './merge-delta.ts'

/** JSON with names that repeat, continue or identify a value, or imitate a prototype. */
const name = fc.constantFrom('id', 'index', 'text', 'content', 'bytes', '__proto__')
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('', 'a', 'b', 0, 1, null, true),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(name, tie('json'), { maxKeys: 4 }),
  ),
}))
const rules: readonly StringRule[] = ['append', 'replace']

describe('mergeDelta', () => {
  it('changes none of the deltas, which belong to the consumer of the stream', () => {
    fc.assert(
      fc.property(fc.array(json, { maxLength: 5 }), fc.constantFrom(...rules), (deltas, rule) => {
        const before = deltas.map((delta) => JSON.stringify(delta))
        deltas.reduce((value, delta) => mergeDelta(value, delta, rule), undefined)
        expect(deltas.map((delta) => JSON.stringify(delta))).toEqual(before)
      }),
      { numRuns: 1_000 },
    )
  })

  it.each([
    { title: 'an object', value: { a: { b: [1, null, { c: '' }] }, d: null } },
    { title: 'a field named like the prototype', value: JSON.parse('{"__proto__":{"a":{"__proto__":[1]}},"b":1}') },
    { title: 'a list of lists', value: [[1], [[2], { index: 'x' }]] },
  ])('takes the first value as it is: $title', ({ value }) => {
    const merged = mergeDelta(undefined, value, 'append')
    expect(JSON.stringify(merged)).toBe(JSON.stringify(value))
    expect(Object.getPrototypeOf(merged)).toBe(Object.getPrototypeOf(value))
  })

  it.each([
    {
      title: 'lists are appended',
      deltas: [{ content: [{ token: 'a' }], refusal: null }, { content: [{ token: 'b' }, { token: 'c' }] }],
      merged: { content: [{ token: 'a' }, { token: 'b' }, { token: 'c' }], refusal: null },
    },
    {
      title: 'items with an index are merged',
      deltas: [[{ index: 1, id: 'x', text: 'a' }], [{ index: 0, text: '0' }], [{ index: 1, id: 'x', text: 'b' }]],
      merged: [
        { index: 1, id: 'x', text: 'ab' },
        { index: 0, text: '0' },
      ],
    },
    {
      title: 'a field named like the prototype is merged as data',
      deltas: [JSON.parse('{"__proto__":{"a":"1"}}'), JSON.parse('{"__proto__":{"a":"2"}}')],
      merged: JSON.parse('{"__proto__":{"a":"12"}}'),
    },
  ])('$title', ({ deltas, merged }) => {
    const result = deltas.reduce<unknown>((value, delta) => mergeDelta(value, delta, 'append'), undefined)
    expect(JSON.stringify(result)).toBe(JSON.stringify(merged))
  })

  it('looks at each item of a long list once', () => {
    let reads = 0
    const item = (): object =>
      Object.defineProperty({}, 'index', {
        get() {
          reads += 1
          return undefined
        },
      })
    let value: unknown
    for (let delta = 0; delta < 1_000; delta += 1) value = mergeDelta(value, { content: [item()] }, 'append')
    expect((value as { content: unknown[] }).content).toHaveLength(1_000)
    expect(reads).toBe(1_000)
  })
})
