import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const guide = join(import.meta.dirname, '../../docs/site/guide')
const text = readFileSync(join(guide, 'testing.md'), 'utf8')
const section = text.slice(text.indexOf('## Comparison'))
const [head, , ...rows] = section.split('\n').filter((line) => line.startsWith('| '))

const cellsOf = (row: string) =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

it('compares with four other tools', () => {
  expect(cellsOf(head!).slice(1)).toEqual(['Mira', 'aimock', 'MSW', 'WireMock', 'LocalStack'])
  expect(rows.length).toBeGreaterThan(15)
})

it.each(rows.map(cellsOf))('names a test that there is for %j', (...cells) => {
  expect(cells).toHaveLength(6)
  expect(cells.every((cell) => cell !== '')).toBe(true)
  const [, path] = /\]\((.+\.test\.ts)\)/.exec(cells[1]!) ?? []
  expect(path === undefined ? path : existsSync(resolve(guide, path))).toBe(true)
})
