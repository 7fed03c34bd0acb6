import type { ChatTool } from '@mira/engine'
import { describe, expect, it } from 'vitest'
import { hasEqual, isBetterNamed } from './distinguish-tools.ts'
import { readTools } from './local-tool.ts'

const tool = (name: string, description: string, ...parameters: string[]): ChatTool => ({
  name,
  description,
  parameters: {
    type: 'object',
    properties: Object.fromEntries(parameters.map((parameter) => [parameter, { type: 'string' }])),
  },
})
const [books, journals, archive] = readTools([
  tool('find_books', 'Find printed books', 'title'),
  tool('find_journals', 'Find printed journals', 'title', 'volume'),
  tool('find_journals_archive', 'Find printed journals', 'title', 'volume'),
])

describe('isBetterNamed', () => {
  it.each([
    { text: 'Find books about bees', better: true },
    { text: 'Find journals about bees', better: false },
    { text: 'Find books of volume 3', better: true },
    { text: 'Find volume 3', better: false },
    { text: 'Find something about bees', better: false },
  ])('is $better for find_books and $text', ({ text, better }) => {
    if (!books || !journals) throw new Error('no tools')
    expect(isBetterNamed(books, journals, text)).toBe(better)
  })
})

describe('hasEqual', () => {
  it.each([
    { text: 'Find journals about bees', score: 0.9, equal: true },
    { text: 'Find journals about bees', score: 0.7, equal: false },
    { text: 'Find journals in the archive', score: 0.9, equal: false },
  ])('is $equal for a score of $score and $text', ({ text, score, equal }) => {
    if (!journals || !archive) throw new Error('no tools')
    const pick = { tool: journals, text, score: 0.9 }
    expect(hasEqual(pick, [pick, { tool: archive, text, score }])).toBe(equal)
  })
})
