import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PartialJson } from './partial-json.ts'

const jsonText = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.object({ maxDepth: 4, values: [fc.json(), fc.double(), fc.boolean(), fc.string()] }) },
      fc.jsonValue({ stringUnit: 'binary' }),
      fc.array(fc.string({ unit: 'grapheme' })),
    ),
    fc.constantFrom(undefined, 1, '\t\n'),
  )
  .map(([value, space]) => JSON.stringify(value, null, space))

const pieces = (text: string, ends: readonly number[]): string[] => {
  const cuts = [0, ...ends.map((end) => end % (text.length + 1)).sort((a, b) => a - b), text.length]
  return cuts.slice(1).map((end, index) => text.slice(cuts[index], end))
}

/** Whether a value contains everything that an earlier one did. */
function contains(later: unknown, earlier: unknown): boolean {
  if (earlier === undefined) return true
  if (typeof earlier === 'string') return typeof later === 'string' && later.startsWith(earlier)
  if (typeof earlier !== 'object' || earlier === null) return Object.is(later, earlier)
  if (Array.isArray(earlier) !== Array.isArray(later) || typeof later !== 'object' || later === null) return false
  return Object.entries(earlier).every(
    ([name, value]) => Object.hasOwn(later, name) && contains((later as Record<string, unknown>)[name], value),
  )
}

function valuesOf(parts: readonly string[]): unknown[] {
  const json = new PartialJson()
  return parts.map((part) => {
    json.push(part)
    return json.read()
  })
}

describe('PartialJson', () => {
  it('has a value for every prefix of a JSON text that only grows, up to the whole value', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const whole: unknown = JSON.parse(text)
        const values = valuesOf([...text].flatMap((character) => character.split('')))
        for (const [index, value] of values.entries()) {
          expect(contains(value, values[index - 1])).toBe(true)
          expect(contains(whole, value)).toBe(true)
        }
        // Only its end shows that a number or word is complete.
        if (/[}\]"]$/.test(text)) expect(values.at(-1)).toEqual(whole)
      }),
      { numRuns: 60 },
    )
  })

  it('has the same value however the text is divided', () => {
    fc.assert(
      fc.property(jsonText, fc.array(fc.nat(), { maxLength: 20 }), (text, ends) => {
        expect(valuesOf(pieces(text, ends)).at(-1)).toEqual(valuesOf([text]).at(-1))
      }),
    )
  })

  it('never throws, whatever the text, and does not change what it has returned', () => {
    const tokens = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '\\',
      '\\u',
      'd83d',
      'true',
      '1',
      ' ',
      '"a":',
      '__proto__',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(tokens, fc.string())), (parts) => {
        const json = new PartialJson()
        const seen = parts.map((part) => {
          json.push(part)
          const value = json.read()
          return { value, text: JSON.stringify(value) }
        })
        for (const { value, text } of seen) expect(JSON.stringify(value)).toBe(text)
      }),
    )
  })

  it.each([
    { text: '{"a', value: {} },
    { text: '{"a"', value: {} },
    { text: '{"a":', value: {} },
    { text: '{"a":"', value: { a: '' } },
    { text: '{"a":"x\\', value: { a: 'x' } },
    { text: '{"a":"x\\n', value: { a: 'x\n' } },
    { text: '{"a":"x\\u00', value: { a: 'x' } },
    { text: '{"a":"x\\ud83d', value: { a: 'x' } },
    { text: '{"a":"x\\ud83d\\ude0', value: { a: 'x' } },
    { text: '{"a":"x\\ud83d\\ude00', value: { a: 'x😀' } },
    { text: '{"a":"x\ud83d', value: { a: 'x' } },
    { text: '{"a":12', value: {} },
    { text: '{"a":12,', value: { a: 12 } },
    { text: '{"a":tru', value: {} },
    { text: '{"a":null}', value: { a: null } },
    { text: '{"a":[', value: { a: [] } },
    { text: '{"a":[{"b":[1,', value: { a: [{ b: [1] }] } },
    { text: '{"a":{"b":', value: { a: {} } },
    { text: '"a', value: 'a' },
    { text: '', value: undefined },
    { text: '{"a":1} and more', value: { a: 1 } },
    { text: '{"a":1,"b":oops,"c":2}', value: { a: 1 } },
    { text: '{"a":"\\x","b":1}', value: { a: '' } },
    { text: 'no JSON', value: undefined },
    { text: '{"a":1,"a":[2', value: { a: [] } },
  ])('reads $text as $value', ({ text, value }) => {
    expect(valuesOf([text]).at(-1)).toEqual(value)
  })

  it('keeps a field named __proto__ as data', () => {
    const [value] = valuesOf(['{"__proto__":{"polluted":true}, "b":"']) as [object]
    expect(Object.keys(value)).toEqual(['__proto__', 'b'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  })

  it('shares what is complete, and copies the rest', () => {
    const [before, after] = valuesOf(['{"a":{"n":1},"b":[{"n":2},{"n"', ':3']) as [Tree, Tree]
    expect(after.a).toBe(before.a)
    expect(after.b[0]).toBe(before.b[0])
    expect(after.b).not.toBe(before.b)
  })

  it.each([
    { of: 'one string', text: `{"a":"${'x'.repeat(200_000)}"}` },
    { of: 'a number without end', text: `{"a":${'1'.repeat(200_000)}}` },
    { of: 'an escape that is none', text: `{"a":"\\u${'z'.repeat(200_000)}"}` },
    { of: 'lists in lists', text: '['.repeat(200_000) },
  ])('reads each character of $of once', ({ text }) => {
    let steps = 0
    const counted = (pattern: RegExp['exec']) =>
      function (this: RegExp, input: string) {
        steps += input.length
        return pattern.call(this, input)
      }
    const { exec } = RegExp.prototype
    RegExp.prototype.exec = counted(exec)
    try {
      const json = new PartialJson()
      for (const character of text) json.push(character)
    } finally {
      RegExp.prototype.exec = exec
    }
    expect(steps).toBeLessThan(text.length * 8)
  })
})

interface Tree {
  readonly a: object
  readonly b: readonly object[]
}
