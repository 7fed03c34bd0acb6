import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dot, project } from './project.ts'

const coordinate = fc.integer({ min: -50, max: 50 })
const distance = (one: ArrayLike<number>, other: ArrayLike<number>) =>
  Math.hypot(...Array.from(one, (value, index) => value - other[index]!))

describe('project', () => {
  it('keeps the proportions of points that lie in a plane', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 12 }), (points) => {
        // A plane in five dimensions, away from the origin.
        const vectors = points.map(([a, b]) => Float32Array.of(a + 3, b, 7, -b, a))
        const places = project(vectors).map(({ x, y }) => [x, y])
        const pairs = vectors.flatMap((_, i) => vectors.map((_, j) => [i, j] as const)).filter(([i, j]) => i < j)
        const far = pairs.reduce((one, other) => (distanceOf(other) > distanceOf(one) ? other : one))
        const scale = distanceOf(far) / distance(places[far[0]]!, places[far[1]]!)
        for (const [i, j] of distanceOf(far) === 0 ? [] : pairs) {
          expect(distance(places[i]!, places[j]!) * scale).toBeCloseTo(distanceOf([i, j]), 0)
        }
        function distanceOf([i, j]: readonly [number, number]): number {
          return distance(vectors[i]!, vectors[j]!)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('stays on the map, and puts equal vectors at one place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(coordinate, { minLength: 8, maxLength: 8 }), { minLength: 1, maxLength: 9 }),
        (rows) => {
          const places = project([...rows, ...rows].map((row) => Float32Array.from(row)))
          for (const [index, { x, y }] of places.entries()) {
            expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1 + 1e-9)
            expect(x).toBeCloseTo(places[(index + rows.length) % places.length]!.x, 6)
            expect(y).toBeCloseTo(places[(index + rows.length) % places.length]!.y, 6)
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  it('multiplies vectors', () => {
    expect(dot([1, 2, 3], Float32Array.of(4, 5, 6))).toBe(32)
    expect(project([])).toEqual([])
  })
})
