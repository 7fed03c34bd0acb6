import { describe, expect, it } from 'vitest'
import { createLocalChatEngine } from '../../../../index.ts'

const engine = createLocalChatEngine({ now: () => new Date('2026-03-10T09:00:00Z'), timeZone: 'UTC' })

type Fields = Readonly<Record<string, 'string' | 'integer' | 'number'>>

/** Extracts nullable fields from a message; a field's words are its name. */
async function extract(content: string, fields: Fields): Promise<unknown> {
  const properties = Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, { type: [type, 'null'] }]))
  const schema = { type: 'object', properties, required: Object.keys(fields), additionalProperties: false }
  const responseFormat = { type: 'json_schema', name: 'fields', schema } as const
  let text = ''
  for await (const event of engine.generate({ model: 'mira', messages: [{ role: 'user', content }], responseFormat }))
    if (event.type === 'text') text += event.text
  return JSON.parse(text)
}

describe('fields with a role in a message', () => {
  it.each<{ text: string; fields: Fields; values: Readonly<Record<string, unknown>> }>([
    {
      text: 'We need two rooms for 3 adults and a cot from May 3 until the 7th.',
      fields: { rooms: 'integer', adults: 'integer', kids: 'integer', date_from: 'string', date_to: 'string' },
      values: { rooms: 2, adults: 3, kids: null, date_from: '2026-05-03', date_to: '2026-05-07' },
    },
    {
      text: 'Dinner for six at Luigi & Sons in Boston, MA, at quarter past 7 in the evening.',
      fields: { restaurant_name: 'string', city: 'string', party_size: 'integer', time: 'string', date: 'string' },
      values: { restaurant_name: 'Luigi & Sons', city: 'Boston', party_size: 6, time: '19:15', date: null },
    },
    {
      text: 'One seat from Leeds to Hull, please.',
      fields: { from_city: 'string', to_city: 'string', travel_date: 'string', fare: 'number' },
      values: { from_city: 'Leeds', to_city: 'Hull', travel_date: null, fare: null },
    },
    {
      text: 'Send $45.50 to Olga from my savings account.',
      fields: { amount: 'number', recipient_name: 'string', account_type: 'string', recipient_account_type: 'string' },
      values: { amount: 45.5, recipient_name: 'Olga', account_type: 'savings', recipient_account_type: null },
    },
    {
      text: 'A compact car at Oslo Airport, back on Friday at noon.',
      fields: { car_type: 'string', pickup_location: 'string', pickup_date: 'string', dropoff_date: 'string' },
      values: { car_type: 'compact', pickup_location: 'Oslo Airport', pickup_date: null, dropoff_date: '2026-03-13' },
    },
    {
      text: "A table for 2 at Denny's in Washington D.C. on May 3.",
      fields: { restaurant_name: 'string', city: 'string', number_of_seats: 'integer', date: 'string' },
      values: { restaurant_name: "Denny's", city: 'Washington D.C.', number_of_seats: 2, date: '2026-05-03' },
    },
    {
      text: 'It rained all day and the cat slept on the sofa.',
      fields: { city: 'string', person_name: 'string', date: 'string', time: 'string', people: 'integer' },
      values: { city: null, person_name: null, date: null, time: null, people: null },
    },
  ])('reads "$text"', async ({ text, fields, values }) => {
    expect(await extract(text, fields)).toEqual(values)
  })
})
