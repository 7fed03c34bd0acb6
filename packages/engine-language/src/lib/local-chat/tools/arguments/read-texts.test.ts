import { describe, expect, it } from 'vitest'
import { readTools } from '../local-tool.ts'
import { readTexts } from './read-texts.ts'

const text = (description = ''): object => ({ type: 'string', description })

function read(properties: Record<string, object>, message: string): Record<string, string> {
  const [tool] = readTools([
    {
      name: 'get_facts',
      description: 'Get the facts',
      parameters: { type: 'object', properties, required: Object.keys(properties) },
    },
  ])
  return tool ? Object.fromEntries(readTexts(tool, message)) : {}
}

describe('readTexts', () => {
  it.each([
    {
      message: 'The route from Leeds to Port Ellen',
      properties: { start_point: text(), end_point: text() },
      values: { start_point: 'Leeds', end_point: 'Port Ellen' },
    },
    {
      message: 'How far is it between Riga and Washington D.C.?',
      properties: { place1: text(), place2: text() },
      values: { place1: 'Riga', place2: 'Washington D.C.' },
    },
    {
      message: 'Who directed "Still Water." I forgot.',
      properties: { movie: text() },
      values: { movie: 'Still Water' },
    },
    {
      message: 'Where is 10.20.30.4 from?',
      properties: { ip_address: text() },
      values: { ip_address: '10.20.30.4' },
    },
    {
      message: "Add '0110' and '1011'",
      properties: { a: text(), b: text() },
      values: { a: '0110', b: '1011' },
    },
    {
      message: 'A table with title "Costs" and author "Ann Lee"',
      properties: { author: text(), title: text() },
      values: { title: 'Costs', author: 'Ann Lee' },
    },
    {
      message: 'The tasks of component CC20 in release 4.2',
      properties: { component: text(), release: text() },
      values: { component: 'CC20', release: '4.2' },
    },
    {
      message: 'The badge of project ID quince',
      properties: { uuid: text() },
      values: { uuid: 'quince' },
    },
    {
      message: 'The price of MSFT on NASDAQ',
      properties: { ticker: text() },
      values: { ticker: 'MSFT' },
    },
    {
      message: 'The state of ticket number AB-17',
      properties: { ticket_number: text() },
      values: { ticket_number: 'AB-17' },
    },
    {
      message: 'A vegan soup',
      properties: { diet: text("Diet, such as 'vegan' or 'kosher'") },
      values: { diet: 'vegan' },
    },
    {
      message: 'Sort them weekly',
      properties: { period: { type: 'string', enum: ['daily', 'weekly'] } },
      values: { period: 'weekly' },
    },
    { message: 'The melting point of copper', properties: { substance: text() }, values: { substance: 'copper' } },
    {
      message: 'When does the Museum of Natural History open?',
      properties: { museum_name: text() },
      values: { museum_name: 'Museum of Natural History' },
    },
    {
      message: 'What time is it in Porto, Portugal?',
      properties: { city: text('Name of the city'), country: text('Name of the country') },
      values: { city: 'Porto', country: 'Portugal' },
    },
    {
      message: 'Films directed by Agnes Varda and starring Ann Lee',
      properties: { directed_by: text(), cast: text() },
      values: { directed_by: 'Agnes Varda', cast: 'Ann Lee' },
    },
    {
      message: 'A track by Ann Lee from the album Blue Hours',
      properties: { artist: text(), album: text() },
      values: { artist: 'Ann Lee', album: 'Blue Hours' },
    },
    { message: 'A table for four people', properties: { number_of_seats: text() }, values: { number_of_seats: '4' } },
    { message: 'A flat for 2 guests', properties: { number_of_adults: text() }, values: { number_of_adults: '2' } },
    {
      message: 'An expensive place',
      properties: { price_range: text('Price range') },
      values: { price_range: 'expensive' },
    },
    {
      message: 'Is it sunny in Rye on the 4th of March?',
      properties: { city: text('Name of the city') },
      values: { city: 'Rye' },
    },
    {
      message: 'Area of a square of 4 inches',
      properties: { side: { type: 'number' }, unit: text() },
      values: { unit: 'inches' },
    },
  ])('reads $values in "$message"', ({ message, properties, values }) => {
    expect(read(properties, message)).toEqual(values)
  })

  it.each([
    { message: 'Is "One" or "Two" right?', properties: { label: text() } },
    { message: 'Ann and Bob and Carl', properties: { winner: text(), loser: text() } },
    { message: 'A comedy with Ann Lee', properties: { genre: text() } },
    { message: 'A song by Ann Lee', properties: { artist: text(), author: text() } },
    { message: 'A cheap or an expensive place', properties: { price_range: text('Price range') } },
    { message: 'A daily or weekly list', properties: { period: { type: 'string', enum: ['daily', 'weekly'] } } },
  ])('reads none in "$message"', ({ message, properties }) => {
    expect(read(properties, message)).toEqual({})
  })
})
