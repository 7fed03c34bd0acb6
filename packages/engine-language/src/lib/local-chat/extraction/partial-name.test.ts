import { expect, it } from 'vitest'
import { isPartialName } from './partial-name.ts'

it.each([
  { text: 'a movie with Walter the Dog', value: 'Walter', isPartial: true },
  { text: 'details of version 2.1.3', value: '2.1', isPartial: true },
  { text: 'a room at the Courtyard by Marriott', value: 'Courtyard', isPartial: true },
  { text: 'a table at Aquitaine Wine bar & Bistro', value: 'Aquitaine Wine', isPartial: true },
  { text: 'a visit to Ann Lee, LCSW', value: 'Ann Lee', isPartial: true },
  { text: 'a meal at Exit on Main', value: 'Exit', isPartial: true },
  { text: 'a flight to Ponce Puerto Rico', value: 'Ponce', isPartial: false },
  { text: 'Place: Oslo Airport Pick-up date: May 4', value: 'Oslo Airport', isPartial: false },
  { text: 'a flight to Boston, MA', value: 'Boston', isPartial: false },
  { text: 'a flight to Austin Texas', value: 'Austin', isPartial: false },
  { text: 'Please confirm Ann Lee on Friday', value: 'Ann Lee', isPartial: false },
  { text: 'a table at Rosa in Boston', value: 'Rosa', isPartial: false },
])('returns $isPartial for "$value" in "$text"', ({ text, value, isPartial }) => {
  expect(isPartialName(text, value)).toBe(isPartial)
})
