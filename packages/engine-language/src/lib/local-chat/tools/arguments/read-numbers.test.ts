import { describe, expect, it } from 'vitest'
import { readTools } from '../local-tool.ts'
import { readNumbers } from './read-numbers.ts'

const number = (description = ''): object => ({ type: 'number', description })
const count = (description = ''): object => ({ type: 'integer', description })

function read(properties: Record<string, object>, text: string): Record<string, number> {
  const [tool] = readTools([
    { name: 'compute', parameters: { type: 'object', properties, required: Object.keys(properties) } },
  ])
  return tool ? Object.fromEntries(readNumbers(tool, text).values) : {}
}

describe('readNumbers', () => {
  it.each([
    {
      text: 'Volume of a cylinder with a radius of 3 cm and a height of 9 cm',
      properties: { height: number('Height in cm'), radius: number('Radius in cm') },
      values: { radius: 3, height: 9 },
    },
    {
      text: 'A crate weighs 12 kg and is 2.5 m long',
      properties: { mass: number('Mass in kilograms'), length: number('Length in meters') },
      values: { mass: 12, length: 2.5 },
    },
    {
      text: 'Roots where p=4 and q=7',
      properties: { p: count(), q: count() },
      values: { p: 4, q: 7 },
    },
    {
      text: 'Force between masses of 4 and 6',
      properties: { mass1: count(), mass2: count() },
      values: { mass1: 4, mass2: 6 },
    },
    {
      text: 'Rainfall in Oslo from 1990 to 2005',
      properties: { start_year: count(), end_year: count() },
      values: { start_year: 1990, end_year: 2005 },
    },
    {
      text: 'Loan of $2,000 at a rate of 4% for 3 years',
      properties: { loan: number(), rate: number('Yearly rate'), years: count() },
      values: { loan: 2000, rate: 0.04, years: 3 },
    },
    { text: 'A rate of 4%', properties: { rate: number('Rate in percent') }, values: { rate: 4 } },
    {
      text: 'Play it for 2 minutes',
      properties: { duration: count('Duration in seconds') },
      values: { duration: 120 },
    },
    { text: 'Art of the 16th century', properties: { century: count('Century') }, values: { century: 16 } },
    {
      text: 'Deposit of $300 at 2%, compounded quarterly',
      properties: { deposit: number(), n: count('Number of times that interest is compounded in a year') },
      values: { deposit: 300, n: 4 },
    },
    { text: 'Find 18', properties: { n: count() }, values: { n: 18 } },
    { text: 'A city of 4 million people', properties: { population: count() }, values: { population: 4_000_000 } },
  ])('reads $values in "$text"', ({ text, properties, values }) => {
    expect(read(properties, text)).toEqual(values)
  })

  it.each([
    { text: 'Take 5 and then 8 of them', properties: { apples: count() } },
    { text: 'It is 9 kg', properties: { height: number('Height in meters') } },
    { text: 'It is on the 4th of March', properties: { floor: count() } },
    { text: 'The 3rd attempt', properties: { floor: count() } },
    { text: 'Half of 2.5', properties: { apples: count() } },
    { text: 'Meet at 6 pm', properties: { guests: count() } },
    { text: 'Meet at 6:30 on 2024-05-01', properties: { guests: count() } },
  ])('reads none in "$text"', ({ text, properties }) => {
    expect(read(properties, text)).toEqual({})
  })

  it('compares the first 64 numbers and parameters, each with each', () => {
    const names = Array.from({ length: 100 }, (_, index) => `p${index}`)
    const values = read(
      Object.fromEntries(names.map((name) => [name, number()])),
      names.map((name, index) => `${name}=${index + 5}`).join(' '),
    )
    expect(values).toEqual(Object.fromEntries(names.slice(0, 64).map((name, index) => [name, index + 5])))
  })
})
