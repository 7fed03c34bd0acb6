import { expect, it } from 'vitest'
import { tidyArguments } from './tidy-arguments.ts'

const root = {
  type: 'object',
  properties: {
    album: { type: 'string' },
    city: { type: 'string', description: 'The city and state, in the format "City, State"' },
    pickup: { type: 'string', description: 'Pickup location' },
    message: { type: 'string' },
    county: { type: 'string' },
    kind: { type: 'string' },
    cuisine: { type: 'string', description: 'Kind of food' },
    roots: { type: 'string', description: "'real' for real ones, 'all' for complex ones, too" },
  },
  required: ['kind', 'county'],
}

it.each([
  { text: 'a song from the album Blue', found: { album: 'album Blue' }, kept: { album: 'Blue' } },
  { text: 'weather in Chennai, Tamil Nadu?', found: { city: 'Chennai' }, kept: { city: 'Chennai, Tamil Nadu' } },
  { text: 'say "Come in" to them', found: { message: 'say "Come in" to them' }, kept: { message: 'Come in' } },
  {
    text: 'a helper for which I would like to pay',
    found: { kind: 'helper for which I would like to pay' },
    kept: { kind: '' },
  },
  { text: 'the record of 12 Main Street', found: { county: '12 Main Street' }, kept: { county: '' } },
  { text: 'order 5', found: { kind: 'sofa' }, kept: { kind: 'sofa' } },
  { text: 'a song to listen to', found: { album: 'listen' }, kept: {} },
  { text: 'a song to listen to now', found: { album: 'listen' }, kept: {} },
  { text: 'the album Blue of hers', found: { album: 'album Blue' }, kept: { album: 'Blue' } },
  { text: 'some South american food', found: { cuisine: 'South' }, kept: { cuisine: 'South american' } },
  { text: 'Thai food in Rome', found: { cuisine: 'Thai' }, kept: { cuisine: 'Thai' } },
  { text: 'find all roots', found: { roots: 'all' }, kept: { roots: 'all' } },
  { text: 'find it', found: { album: 'it' }, kept: {} },
  { text: 'a show in Atlanta, GA', found: { kind: 'GA' }, kept: { kind: '' } },
  { text: 'the album, please', found: { album: 'the album' }, kept: {} },
  { text: 'weather in Paris, France. I like it.', found: { city: 'Paris' }, kept: { city: 'Paris, France' } },
  { text: 'weather in Washington, D.C. now', found: { city: 'Washington' }, kept: { city: 'Washington, D.C.' } },
])('tidies $found of "$text"', ({ text, found, kept }) => {
  expect(tidyArguments(root, text, found)).toEqual(kept)
})
