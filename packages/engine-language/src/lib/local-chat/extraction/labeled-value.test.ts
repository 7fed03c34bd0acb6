import { describe, expect, it } from 'vitest'
import { countScanned } from '../../../../../engine/test/count-scanned.ts'
import { toField } from './field.ts'
import { findLabeledValue } from './labeled-value.ts'

const field = (...path: string[]) => toField(path, { type: 'string' }, true)

describe('findLabeledValue', () => {
  it.each([
    { text: 'Name: Ann, age 3', path: ['name'], value: 'Ann' },
    { text: 'START DATE = 5 May; end soon', path: ['startDate'], value: '5 May' },
    { text: 'the start-date is tomorrow.', path: ['start_date'], value: 'tomorrow' },
    { text: 'Startdate: today', path: ['startDate'], value: 'today' },
    { text: 'Title: Dune', path: ['bookTitle'], value: 'Dune' },
    { text: 'ГОРОД: Омск', path: ['город'], value: 'Омск' },
    { text: 'ſize: 4', path: ['size'], value: '4' },
    { text: '{"color": "red"}', path: ['color'], value: 'red' },
    { text: 'Ann is 36', path: ['name'], value: undefined },
    { text: 'one with Jim Henson as the director', path: ['director'], value: 'Jim Henson' },
    { text: 'songs from the album High Hopes of 2019', path: ['album'], value: 'High Hopes' },
    { text: 'a film of the love story type', path: ['genre'], value: 'love story' },
    { text: 'a place with Burrito type food', path: ['category'], value: 'Burrito' },
    { text: 'the type of food they serve', path: ['category'], value: undefined },
  ])('finds $value for $path in "$text"', ({ text, path, value }) => {
    expect(findLabeledValue(text, field(...path))).toBe(value)
  })

  it('searches the text only for the names that are in it', () => {
    const text = `${'a word and another; '.repeat(500)}size: 4`
    const scan = (count: number) => {
      const fields = Array.from({ length: count }, (_, index) => field(`p${index}`))
      return countScanned(() => {
        for (const each of [...fields, field('size')]) findLabeledValue(text, each)
      })
    }
    expect(scan(1_000) - scan(0)).toBeLessThan(1_000 * 100)
  })
})
