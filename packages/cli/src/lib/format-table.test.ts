import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatTable } from './format-table.ts'
import { textWidth } from './text-width.ts'

const header = ['ID', 'NAME', 'DESCRIPTION']
const rows = [
  ['mira', 'Мира', 'ответы на любом языке'],
  ['mira-thinking', '', '思考してから答える'],
]

it.each([
  {
    width: 60,
    lines: [
      'ID             NAME  DESCRIPTION',
      'mira           Мира  ответы на любом языке',
      'mira-thinking        思考してから答える',
    ],
  },
  {
    width: 35,
    lines: [
      'ID             NAME  DESCRIPTION',
      'mira           Мира  ответы на люб…',
      'mira-thinking        思考してから…',
    ],
  },
  { width: 24, lines: ['ID             NAME', 'mira           Мира', 'mira-thinking'] },
])('fits $width columns', ({ width, lines }) => {
  expect(formatTable(rows, { header, width })).toEqual(lines)
})

it('prints tab-separated values without a width', () => {
  expect(formatTable([['a', 'b\tc\nd', '\u001b[31me']], { header })).toEqual(['a\tb c d\t[31me'])
})

it('omits columns without values', () => {
  expect(formatTable([['a', '', 'c']], { header, width: 80 })).toEqual(['ID  DESCRIPTION', 'a   c'])
})

it('never exceeds the width, and keeps the first column', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 60 })
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }),
      fc.integer({ min: 20, max: 200 }),
      (cells, width) => {
        const table = cells.map(([id, ...others]) => [id.replace(/[^\w-]/g, '').slice(0, 20), ...others])
        const lines = formatTable(table, { header, width })
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width)
        for (const [index, [id = '']] of table.entries())
          expect(lines[index + 1]).toSatisfy((line) => line.startsWith(id))
      },
    ),
  )
})
