import { afterAll, describe, expect, it } from 'vitest'
import { collect } from '../../../../../engine/test/chat-conformance.ts'
import { createLocalChatEngine } from '../local-chat-engine.ts'

const engine = createLocalChatEngine({ now: () => new Date('2026-03-10T09:30:00Z'), timeZone: 'UTC' })
afterAll(() => engine.close())

async function answer(content: string): Promise<string> {
  return (await collect(engine.generate({ model: 'mira', messages: [{ role: 'user', content }] }))).text
}

describe('a skill accounts for the whole question', () => {
  it.each([
    ['How many feet are in 7 feet 10 inches?', '7.8333333 feet'],
    ['how many tablespoons in half a cup', '8 tablespoons'],
    ['what is two and a half liters in milliliters', '2500 milliliters'],
    ['how many grams in 3/4 of a kilogram', '750 grams'],
    ['how many ounces are in a gallon?', '128 ounces'],
    ['how do i convert feet to inches', '1 foot = 12 inches. Which amount should I convert?'],
    ['Convert 100 fahrenheit to celsius', '37.777778 celsius'],
  ])('of units: %s', async (question, expected) => {
    expect(await answer(question)).toContain(expected)
  })

  it.each([
    ['what is three hundred and five plus seventeen', '305 + 17 = 322'],
    ['tell me the square root of sixteen plus two', '= 6'],
    ['what is a third of 90', '= 30'],
    ['take 20 percent off of 150 dollars', '= 120'],
    ['What is 50 plus 20% tip?', '= 60'],
    ['subtract 8 from 1 million', '1000000 - 8 = 999992'],
    ['What is max(100,200)?', '= 200'],
    ['what is the sum of 4, 8 and 15', '= 27'],
    ['what is 4 - -3', '4 - -3 = 7'],
  ])('of arithmetic: %s', async (question, expected) => {
    expect(await answer(question)).toContain(expected)
  })

  it.each([
    ['What is the time difference between London and Tokyo?', 'Tokyo is 9 hours ahead of London today.'],
    ["I need Oslo's time zone", 'The time zone of Oslo is Europe/Oslo'],
    ['what time is it in dallas, texas', 'It is 04:30 on Tuesday, 10 March 2026 in Dallas, Texas.'],
    ['When it is 9 pm in London, what time is it in Sydney?', 'it is 08:00 on the next day in Sydney'],
    ['In 45 minutes it will be what time?', 'It will be 10:15'],
    ['What is 90 minutes after 5 pm?', 'That is 6:30 PM (18:30).'],
    [
      'how many minutes are there between 9:15 pm and 7:00 am',
      'From 21:15 to 07:00 on the next day it is 585 minutes.',
    ],
    ["what is today's date and time", '09:30 on Tuesday, 10 March 2026'],
    ['what day is the day after tomorrow', 'Thursday, 12 March 2026'],
    ['is it monday today', 'No, today is Tuesday, 10 March 2026.'],
  ])('of the clock: %s', async (question, expected) => {
    expect(await answer(question)).toContain(expected)
  })

  it.each([
    ['what day does the twenty second fall on', '22 March 2026 is a Sunday.'],
    ['What date is the third Friday of next month?', '17 April 2026'],
    ['when is easter this year', '5 April 2026'],
    ['what is the date of the last monday in may 2027', '31 May 2027'],
    ['How many days until 5 March?', '360 days'],
  ])('of days: %s', async (question, expected) => {
    expect(await answer(question)).toContain(expected)
  })

  it.each([
    ['how do you spell rhythm', 'Rhythm is spelled r-h-y-t-h-m.'],
    ['can you tell me what serendipity means', 'Serendipity'],
    ['is 91 a composite number', 'Yes, 91 is a composite number: 91 = 7 × 13'],
  ])('of words and numbers: %s', async (question, expected) => {
    expect(await answer(question)).toContain(expected)
  })

  it.each([
    'how many cups of sugar are in a cake',
    'how many miles can I drive on 5 gallons',
    'convert 5 dollars to euros',
    'convert 3 miles to pounds',
    'What is 50 after 20% tax?',
    'what is 5 plus the number of planets',
    'what is 3 + 4 in base 5',
    'what time does the bank open in dallas',
    'what time is it in springfield',
    'what is the time difference between here and my office',
    'how many hours until my meeting',
    'when is orthodox easter',
    'how do you spell xqzzyk',
    'The twenty second is on my calendar, what should I wear?',
    'what day is my birthday',
    'how long is winter',
    'when was the theory of evolution first considered',
    'how many days until the christmas party',
    'what day of the year is it',
  ])('refuses what it does not account for: %s', async (question) => {
    expect(await answer(question)).toContain('no language model is configured')
  })
})
