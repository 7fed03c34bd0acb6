import fc from 'fast-check'
import { expect, it } from 'vitest'
import { guardJsonText } from './json-guard.ts'

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

/** JSON whose strings contain sequences that could mislead a scanner. */
const anyJson = fc.jsonValue({
  maxDepth: 6,
  stringUnit: fc.constantFrom('[', '{', ']', '}', '"', '\\', 'u', '0', 'a', '\n'),
})

it('passes JSON exactly when it is no deeper than allowed, whatever its strings hold', () => {
  fc.assert(
    fc.property(anyJson, fc.nat(7), fc.boolean(), (value, maxDepth, isIndented) => {
      const text = JSON.stringify(value, null, isIndented ? 2 : 0)
      const guard = () => guardJsonText(text, maxDepth)
      if (depthOf(value) > maxDepth) expect(guard).toThrow(`JSON nesting exceeds ${maxDepth} levels`)
      else expect(guard).not.toThrow()
    }),
    { numRuns: 500 },
  )
})

it('refuses exactly the JSON that holds a null character', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('\0', '\\', 'u0000', 'x'), { maxLength: 6 }), (pieces) => {
      const value = { [pieces.join('')]: pieces.join('') }
      const guard = () => guardJsonText(JSON.stringify(value), 20)
      // An escaped backslash before "u0000" spells those letters, not the character.
      if (pieces.includes('\0')) expect(guard).toThrow('null character')
      else expect(guard).not.toThrow()
    }),
    { numRuns: 500 },
  )
})

it('never fails on text that is not JSON in another way than by refusing it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
      try {
        guardJsonText(text, 3)
      } catch (error) {
        expect(error).toMatchObject({ status: 400 })
      }
    }),
  )
})

it('reads 2 MiB of brackets in linear time', () => {
  expect(() => guardJsonText('['.repeat(2 * 1024 * 1024), 20)).toThrow('JSON nesting exceeds 20 levels')
  expect(() => guardJsonText('[]'.repeat(1024 * 1024), 20)).not.toThrow()
  expect(() => guardJsonText(`"${'\\"'.repeat(1024 * 1024)}`, 20)).not.toThrow()
})
