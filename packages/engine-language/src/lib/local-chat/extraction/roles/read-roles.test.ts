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
      text: 'The pick-up is at half past 12 in the afternoon.',
      fields: { pickup_time: 'string' },
      values: { pickup_time: '12:30' },
    },
    {
      text: 'We arrive on Tuesday.',
      fields: { arrival_date: 'string' },
      values: { arrival_date: '2026-03-17' },
    },
    {
      text: 'We stay from July 3 until the Friday after.',
      fields: { date_from: 'string', date_to: 'string' },
      values: { date_from: '2026-07-03', date_to: '2026-07-10' },
    },
    {
      text: 'A bus from Long Beach, CA to San Diego, this morning.',
      fields: { from_location: 'string', to_location: 'string', travel_date: 'string' },
      values: { from_location: 'Long Beach', to_location: 'San Diego', travel_date: '2026-03-10' },
    },
    {
      text: 'Confirm the bus to Sacramento to Fresno.',
      fields: { from_location: 'string', to_location: 'string' },
      values: { from_location: null, to_location: null },
    },
    {
      text: 'Confirm tickets for the Mets vs Braves 2 tickets in New York.',
      fields: { event_name: 'string', city_of_event: 'string' },
      values: { event_name: 'Mets vs Braves', city_of_event: 'New York' },
    },
    {
      text: 'Book a table at Seagoville for five.',
      fields: { restaurant_name: 'string', city: 'string' },
      values: { restaurant_name: null, city: null },
    },
    {
      text: "my name is coppedge and i'm traveling tomorrow",
      fields: { person_name: 'string', company_name: 'string', date: 'string' },
      values: { person_name: 'coppedge', company_name: null, date: '2026-03-11' },
    },
    {
      text: 'Two premium economy seats with Nordic Airlines from Oslo to Rome, leaving on May 4.',
      fields: { seating_class: 'string', airline: 'string', from_city: 'string', departure_date: 'string' },
      values: {
        seating_class: 'premium economy',
        airline: 'Nordic Airlines',
        from_city: 'Oslo',
        departure_date: '2026-05-04',
      },
    },
    {
      text: 'An appointment with Dr. Olga Brandt, MD for Thursday at a quarter to 12 in the morning.',
      fields: { doctor_name: 'string', appointment_time: 'string' },
      values: { doctor_name: 'Dr. Olga Brandt, MD', appointment_time: '11:45' },
    },
    {
      text: 'Your cut is booked at Curl Up Salon at afternoon 3 on May 4.',
      fields: { stylist_name: 'string', time: 'string', city: 'string' },
      values: { stylist_name: 'Curl Up Salon', time: '15:00', city: null },
    },
    {
      text: 'Book a northern Indian restaurant that serves lentil soup for 4 near Elm Road.',
      fields: {
        cuisine: 'string',
        served_dish: 'string',
        restaurant_name: 'string',
        city: 'string',
        party_size: 'string',
      },
      values: {
        cuisine: 'northern Indian',
        served_dish: 'lentil soup',
        restaurant_name: null,
        city: null,
        party_size: '4',
      },
    },
    {
      text: 'A waffle serving tavern for a party of two.',
      fields: { served_dish: 'string', cuisine: 'string', number_of_people: 'integer' },
      values: { served_dish: 'waffle', cuisine: null, number_of_people: 2 },
    },
    {
      text: 'I am interested in Blueberry Hill, and the number of tickets is 3.',
      fields: { city: 'string', number_of_tickets: 'integer' },
      values: { city: null, number_of_tickets: 3 },
    },
    {
      text: 'Pick up location: Oslo Airport Pick up date: May 4 Car Type: Standard',
      fields: { pickup_location: 'string', pickup_date: 'string', car_type: 'string' },
      values: { pickup_location: 'Oslo Airport', pickup_date: '2026-05-04', car_type: 'Standard' },
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
