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
    ['3Q22 and the Q1 2020', 'the third quarter of twenty twenty two and the first quarter of twenty twenty'],
    ['1H23', 'the first half of twenty twenty three'],
    ['2012/01/05', 'january fifth twenty twelve'],
    ['15-01-2020', 'the fifteenth of january twenty twenty'],
    ['Jan-5-2012', 'january fifth twenty twelve'],
    ['11/17/05', 'november seventeenth oh five'],
    ['on 2/22', 'on february twenty second'],
    ['1990s-2000s', 'nineteen nineties to two thousands'],
    ['Mon-Fri', 'Monday to Friday'],
    ['540BC', 'five forty B C'],
    ['XIX century', 'nineteenth century'],
    ['1795 / 1805', 'one thousand seven hundred ninety five slash one thousand eight hundred five'],
    // Times.
    ['at 9:05 am', 'at nine oh five A M'],
    ['It is 7:00.', "It is seven o'clock."],
    ['14:30', 'fourteen thirty'],
    ['00:00 am', 'twelve A M'],
    ['2.30 p.m. est', 'two thirty P M E S T'],
    ['10:00:05 a.m.', 'ten A M and five seconds'],
    ['9:00-5:00 pm', "nine o'clock to five P M"],
    ['4 am - 8:12 pm', 'four A M to eight twelve P M'],
    ['10:30 GMT', 'ten thirty G M T'],
    // Money.
    ['£3.50', 'three pounds and fifty pence'],
    ['$1.01', 'one dollar and one cent'],
    ['€1,000', 'one thousand euros'],
    ['$3.2 million', 'three point two million dollars'],
    ['100 USD', 'one hundred US dollars'],
    ['C$20 and ₩500', 'twenty Canadian dollars and five hundred won'],
    ['5 CAD', 'five Canadian dollars'],
    ['$250-$300', 'two hundred fifty dollars to three hundred dollars'],
    ['$30/d', 'thirty dollars per day'],
    // Measures.
    ['-5°C', 'minus five degrees Celsius'],
    ['60 mph', 'sixty miles per hour'],
    ['3½ lbs', 'three and a half pounds'],
    ['12 in the box', 'twelve in the box'],
    ['3.5 cm²', 'three point five square centimeters'],
    ['2 sq ft and 1 km^3', 'two square feet and one cubic kilometer'],
    ['5\'10"', 'five feet ten inches'],
    ['2 * 10 μm', 'two times ten micrometers'],
    ['50/km²', 'fifty per square kilometer'],
    ['2%-10%', 'two percent to ten percent'],
    ['20°C-25°C', 'twenty degrees Celsius to twenty five degrees Celsius'],
    ['W2s', 'W two s'],
    // Numbers.
    ['1,234,567', 'one million two hundred thirty four thousand five hundred sixty seven'],
    ['3rd', 'third'],
    ['3/4', 'three quarters'],
    ['10-20 people', 'ten to twenty people'],
    ['2:1', 'two to one'],
    ['Version 2.1.3', 'Version two point one point three'],
    ['Call 555-867-5309', 'Call five five five, eight six seven, five three zero nine'],
    ['Room 101', 'Room one hundred one'],
    ['(555)010-0199', 'five five five, zero one zero, zero one nine nine'],
    ['+44 20 7946 0958', 'plus four four, two zero, seven nine four six, zero nine five eight'],
    ['1-800-FLOWERS', 'one, eight hundred, FLOWERS'],
    ['192.168.0.40', 'one nine two dot one six eight dot zero dot four zero'],
    ['4111 1111 1111 1111', 'four one one one, one one one one, one one one one, one one one one'],
    ['1 000 000 people', 'one million people'],
    ['100 200 300', 'one hundred two hundred three hundred'],
    [
      '12345678901234567890',
      'one two three four five six seven eight nine zero one two three four five six seven eight nine zero',
    ],
    ['b-c-1-5', 'b-c-one-five'],
    ['a 10-20-minute walk', 'a ten to twenty-minute walk'],
    ['5wkra31', 'five W K R A thirty one'],
    ['the A380', 'the A three eighty'],
    ['ab9453', 'A B nine four five three'],
    ['1-2=5 and y=x +1', 'one minus two equals five and y equals x plus one'],
    ['2+3', 'two plus three'],
    ['v1.2', 'version one point two'],
    ['1080p', 'ten eighty P'],
    ['1,234th', 'one thousand two hundred thirty fourth'],
    ['Springfield, IL 62704', 'Springfield, IL six two seven zero four'],
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
