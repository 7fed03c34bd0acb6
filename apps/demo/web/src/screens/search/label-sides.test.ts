import fc from 'fast-check'
import { expect, it } from 'vitest'
import { labelSides } from './label-sides.ts'

const at = (x: number, y: number) => ({ x, y })

it.each([
  { story: 'a dot alone', dots: [at(50, 50)], others: [], sides: ['right'] },
  { story: 'two dots at one place', dots: [at(50, 50), at(50, 50)], others: [], sides: ['right', 'left'] },
  {
    story: 'four dots at one place',
    dots: Array(4).fill(at(50, 50)),
    others: [],
    sides: ['right', 'left', 'above', 'below'],
  },
  { story: 'a dot to the right', dots: [at(50, 50), at(66, 50)], others: [], sides: ['left', 'right'] },
  { story: 'another mark to the right', dots: [at(50, 50)], others: [at(60, 54)], sides: ['left'] },
])('labels $story', ({ dots, others, sides }) => {
  expect(labelSides(dots, others)).toEqual(sides)
})

it('labels every dot, however crowded', () => {
  const place = fc.record({ x: fc.integer({ min: 0, max: 60 }), y: fc.integer({ min: 0, max: 60 }) })
  fc.assert(
    fc.property(fc.array(place), fc.array(place), (dots, others) => {
      expect(labelSides(dots, others)).toHaveLength(dots.length)
    }),
  )
})
