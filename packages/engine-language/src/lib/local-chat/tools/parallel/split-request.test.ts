import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Extractor } from '../../extraction/extractor.ts'
import { splitRequest } from './split-request.ts'

const extractor = { now: new Date('2026-12-01T09:00:00Z'), timeZone: 'UTC' } as Extractor
const split = (text: string) => splitRequest(text, extractor).map((variant) => variant.text)

it.each([
  {
    name: 'values with a place each',
    text: 'What is the tax on $30.45 in Austin, Texas, $52 in Reno, Nevada and $11.23 in Salem, Oregon?',
    parts: [
      'What is the tax on $30.45 in Austin, Texas?',
      'What is the tax on $52 in Reno, Nevada?',
      'What is the tax on $11.23 in Salem, Oregon?',
    ],
  },
  {
    name: 'words that are said again',
    text: 'Compute the factorial of 5, the factorial of 3 and finally the factorial of 2.',
    parts: ['Compute the factorial of 5.', 'Compute the factorial of 3.', 'Compute the factorial of 2.'],
  },
  {
    name: 'what leads to the values',
    text: 'How much do I save with solar energy for 12 months and wind energy for 8 months in Iowa?',
    parts: [
      'How much do I save with solar energy for 12 months in Iowa?',
      'How much do I save with wind energy for 8 months in Iowa?',
    ],
  },
  {
    name: 'another one',
    text: "Find a recipe of 'Borscht' for 4 people and another one of 'Okroshka' for 2 people",
    parts: ["Find a recipe of 'Borscht' for 4 people", "Find a recipe of 'Okroshka' for 2 people"],
  },
  {
    name: 'two lists, each with each',
    text: 'Show how the Lakers and the Bulls did in 2018 and 2020.',
    parts: [
      'Show how the Lakers did in 2018.',
      'Show how the Lakers did in 2020.',
      'Show how the Bulls did in 2018.',
      'Show how the Bulls did in 2020.',
    ],
  },
  {
    name: 'two lists in pairs',
    text: 'Find films of Ann Lee from 2010 and 2012 with Bob Ray and Carl Moe respectively.',
    parts: ['Find films of Ann Lee from 2010 with Bob Ray.', 'Find films of Ann Lee from 2012 with Carl Moe.'],
  },
  {
    name: 'lists of different lengths in pairs',
    text: 'Find films from 2010, 2011 and 2012 with Bob Ray and Carl Moe respectively.',
    parts: [],
  },
  {
    name: 'the same for others',
    text: 'Find hotels near Riga, LV that open at 6:00, and then do the same for Oslo and Bergen.',
    parts: [
      'Find hotels near Riga, LV that open at 6:00',
      'Find hotels near Oslo that open at 6:00',
      'Find hotels near Bergen that open at 6:00',
    ],
  },
  {
    name: 'once more with another value',
    text: 'Compute the force for a field of 5 tesla and a change in time of 4 seconds, then repeat with a change in time of 9 seconds.',
    parts: [
      'Compute the force for a field of 5 tesla and a change in time of 4 seconds',
      'Compute the force for a field of 5 tesla and a change in time of 9 seconds',
    ],
  },
  {
    name: 'names in lower case',
    text: 'Which proteins are there in the nucleus, mitochondria and cytoplasm?',
    parts: [
      'Which proteins are there in the nucleus?',
      'Which proteins are there in the mitochondria?',
      'Which proteins are there in the cytoplasm?',
    ],
  },
  { name: 'a sum', text: 'What is the sum of 5 and 7?', parts: [] },
  { name: 'a comparison', text: 'Compare the prices of Riga and Oslo in 2018 and 2020.', parts: [] },
  { name: 'a range', text: 'Find houses between 100 and 200 euros.', parts: [] },
  { name: 'an address', text: 'Get a ride to 12 High Street, Leeds.', parts: [] },
  { name: 'different quantities', text: 'The field of 5 tesla, an area of 2 and a time of 4 seconds.', parts: [] },
  { name: 'one value', text: 'What is the weather in Riga, Latvia?', parts: [] },
  { name: 'a pronoun', text: "I'm leaving for Cape Town and I need a place to stay.", parts: [] },
])('$name', ({ text, parts }) => {
  expect(split(text)).toEqual(parts)
})

it('writes one request for each member, however many there are', () => {
  const cities = ['Riga', 'Oslo', 'Rome', 'Lima', 'Kyiv', 'Bern', 'Baku', 'Doha']
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...cities), { minLength: 2 }), (named) => {
      const list = `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`
      expect(split(`Show the weather in ${list} today.`)).toEqual(
        named.map((city) => `Show the weather in ${city} today.`),
      )
    }),
  )
})

it('writes no more than sixteen', () => {
  const years = Array.from({ length: 30 }, (_, index) => 1_980 + index)
  expect(split(`Show the results of ${years.join(', ')} and 2020.`)).toHaveLength(16)
})
