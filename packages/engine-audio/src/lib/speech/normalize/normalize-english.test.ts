import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizeEnglish } from './normalize-english.ts'

describe('normalizeEnglish', () => {
  it.each([
    // Dates and years.
    ['On 3/14/2025', 'On march fourteenth twenty twenty five'],
    ['It opened on 2001-07-04.', 'It opened on july fourth two thousand one.'],
    ['Jan. 5th, 2021', 'january fifth twenty twenty one'],
    ['1 May', 'the first of may'],
    ['They may 5 times', 'They may five times'],
    ['the 1990s and the 80s', 'the nineteen nineties and the eighties'],
    ['in 1905', 'in nineteen oh five'],
    ['1500 soldiers', 'one thousand five hundred soldiers'],
    ['World War II', 'World War two'],
    ['Henry VIII', 'Henry the eighth'],
    // Times.
    ['at 9:05 am', 'at nine oh five A M'],
    ['It is 7:00.', "It is seven o'clock."],
    ['14:30', 'fourteen thirty'],
    // Money.
    ['£3.50', 'three pounds and fifty pence'],
    ['$1.01', 'one dollar and one cent'],
    ['€1,000', 'one thousand euros'],
    ['$3.2 million', 'three point two million dollars'],
    ['100 USD', 'one hundred US dollars'],
    // Measures.
    ['-5°C', 'minus five degrees Celsius'],
    ['60 mph', 'sixty miles per hour'],
    ['3½ lbs', 'three and a half pounds'],
    ['12 in the box', 'twelve in the box'],
    // Numbers.
    ['1,234,567', 'one million two hundred thirty four thousand five hundred sixty seven'],
    ['3rd', 'third'],
    ['3/4', 'three quarters'],
    ['10-20 people', 'ten to twenty people'],
    ['2:1', 'two to one'],
    ['Version 2.1.3', 'Version two point one point three'],
    ['Call 555-867-5309', 'Call five five five, eight six seven, five three zero nine'],
    ['Room 101', 'Room one hundred one'],
    ['a 5-year-old', 'a five-year-old'],
    // Abbreviations.
    ['Dr. Smith of 221 Baker St. in London', 'doctor Smith of two hundred twenty one Baker Street in London'],
    ['St. Paul', 'Saint Paul'],
    ['e.g. this', 'for example, this'],
    ['No. 5', 'number five'],
    ['Sun rises. Sat down.', 'Sun rises. Sat down.'],
  ])('reads %s as %s', (text, reading) => {
    expect(normalizeEnglish(text)).toBe(reading)
  })

  it('leaves no digit, whatever the number', () => {
    const parts = ['$', '%', ' km', ':', '/', '-', '.', ',', ' ', 'st', 's', 'x', '(', ')', '°C', 'k', ' am']
    const token = fc.oneof(fc.nat().map(String), fc.constantFrom(...parts))
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        expect(normalizeEnglish(tokens.join(''))).not.toMatch(/\d/)
      }),
    )
  })

  it('leaves text without numbers and abbreviations as it is', () => {
    const words = fc.array(fc.constantFrom('cat', 'sat', 'may', 'in', 'the', 'Sun', 'a', 'meter', 'we', 'no'), {
      minLength: 1,
    })
    fc.assert(
      fc.property(words, (list) => {
        expect(normalizeEnglish(list.join(' '))).toBe(list.join(' '))
      }),
    )
  })
})
