import { expect, it } from 'vitest'
import { findCandidates } from '../extraction/find-candidates.ts'
import { findUnusedNames } from './find-unused-names.ts'
import { readTools } from './local-tool.ts'

const now = new Date('2026-03-10T09:30:00Z')
const [tool] = readTools([
  {
    name: 'find_movies',
    description: 'Find movies by director and actor',
    parameters: {
      type: 'object',
      properties: {
        director: { type: 'string', default: 'dontcare' },
        actor: { type: 'string' },
        city: { type: 'string' },
        unit: { type: 'string', enum: ['km', 'mi'] },
      },
    },
  },
])

it.each([
  { text: 'a movie with Jennifer Connelly, please', value: { actor: 'Jennifer Connelly' }, unused: [] },
  { text: 'a movie with Jennifer Connelly, please', value: { director: 'dontcare' }, unused: ['Jennifer Connelly'] },
  { text: 'movies in Phoenix, AZ', value: { city: 'Phoenix' }, unused: [] },
  { text: 'the movie "Heat" in Phoenix', value: { city: 'Phoenix', director: 'x', actor: 'y' }, unused: ['Heat'] },
  { text: 'find "movies" in Phoenix', value: { city: 'Phoenix', director: 'x', actor: 'y' }, unused: [] },
  { text: 'a film in Oslo, where Ann Lee lives', value: { city: 'Oslo', director: 'x', actor: 'y' }, unused: [] },
])('finds $unused in "$text" beside $value', ({ text, value, unused }) => {
  if (!tool) throw new Error('no tool')
  expect(findUnusedNames(tool, findCandidates(text, { now, offsetMinutes: 0 }), { value })).toEqual(unused)
})
