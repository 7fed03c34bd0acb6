import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskJson } from './mask-json.ts'

const secret = 'pa"ss\\word'
const key = `sk-mira-${'0123456789abcdef'.repeat(3)}`

describe('maskJson', () => {
  it.each([
    { value: `Bearer ${key}`, masked: 'Bearer [redacted]' },
    { value: { [key]: [key, 1, null, true] }, masked: { '[redacted]': ['[redacted]', 1, null, true] } },
    { value: JSON.stringify({ password: secret }), masked: '{"password":"[redacted]"}' },
    { value: JSON.stringify(JSON.stringify([secret])), masked: '"[\\"[redacted]\\"]"' },
    { value: '{ "a":  1 }', masked: '{ "a":  1 }' },
    { value: `{ not JSON ${secret}`, masked: '{ not JSON [redacted]' },
  ])('masks $value', ({ value, masked }) => {
    expect(maskJson(value, { secrets: [secret] })).toEqual(masked)
  })

  it('replaces fields by name, also in JSON within strings', () => {
    const redact = (name: string, value: unknown) => (name === 'card' ? '[masked]' : value)
    const value = { card: { number: 1 }, arguments: '{"card":"4111","city":"Omsk"}' }
    expect(maskJson(value, { redact })).toEqual({ card: '[masked]', arguments: '{"card":"[masked]","city":"Omsk"}' })
  })

  it('leaves everything else as it is, and no secret anywhere', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom(key, secret, `a ${key} b`, 'plain'))
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        text,
        fc.integer(),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(text, tie('tree'), { maxKeys: 3 }),
        tie('tree').map((value) => JSON.stringify(value)),
      ),
    }))
    const holds = (value: unknown): boolean => {
      if (typeof value !== 'string')
        return (
          Object(value) === value &&
          Object.entries(value as object)
            .flat()
            .some(holds)
        )
      let inner: unknown
      try {
        inner = JSON.parse(value)
      } catch {}
      return value.includes(key) || value.includes(secret) || (inner !== undefined && inner !== value && holds(inner))
    }
    fc.assert(
      fc.property(tree, (value) => {
        const masked = maskJson(value, { secrets: [secret] })
        expect(holds(masked)).toBe(false)
        if (!holds(value)) expect(masked).toEqual(value)
      }),
      { numRuns: 1_000 },
    )
  })
})
