import fc from 'fast-check'
import { expect, it } from 'vitest'
import { scaleBox } from './scale-box.ts'

const box = { x: 0.29, y: 0.1, width: 0.2, height: 0.2 }

it.each([
  [{ width: 100, height: 10 }, undefined, { x: 29, y: 1, width: 20, height: 2 }],
  [{ width: 101, height: 11 }, undefined, { x: 29, y: 1, width: 21, height: 3 }],
  [{ width: 101, height: 11 }, 'inwards', { x: 30, y: 2, width: 19, height: 1 }],
  [{ width: 2, height: 2 }, 'inwards', { x: 1, y: 1, width: 0, height: 0 }],
  [{ width: 0, height: 0 }, undefined, { x: 0, y: 0, width: 0, height: 0 }],
] as const)('scales to %o, rounded %s', (size, round, expected) => {
  expect(scaleBox(box, size, { round })).toEqual(expected)
})

it('stays within the image, and the outer holds the inner', () => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true })
  const pixels = fc.integer({ min: 0, max: 20_000 })
  fc.assert(
    fc.property(fraction, fraction, fraction, fraction, pixels, pixels, (x, y, w, h, width, height) => {
      const given = { x, y, width: w, height: h }
      const outer = scaleBox(given, { width, height })
      const inner = scaleBox(given, { width, height }, { round: 'inwards' })
      for (const { x: left, y: top, ...size } of [outer, inner]) {
        expect(Math.min(left, top, size.width, size.height)).toBeGreaterThanOrEqual(0)
        expect(left + size.width).toBeLessThanOrEqual(width)
        expect(top + size.height).toBeLessThanOrEqual(height)
      }
      expect(inner.x).toBeGreaterThanOrEqual(outer.x)
      expect(inner.width).toBeLessThanOrEqual(outer.width)
      expect(inner.height).toBeLessThanOrEqual(outer.height)
    }),
  )
})

it.each([Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY])('refuses a size of %s', (width) => {
  expect(() => scaleBox(box, { width, height: 1 })).toThrow(RangeError)
})
