import { expect, it } from 'vitest'
import { countScanned } from '../../../../engine/test/count-scanned.ts'
import { toEspeakSentences, toSpokenSentences } from './spoken-text.ts'

const clause = 'Although the committee had meant to publish its findings in the spring'

it('cuts a long first sentence at a clause, so that the first audio arrives early', () => {
  const rest = 'several of its members who had come late asked for more time.'
  expect(toSpokenSentences(`${clause}, ${rest} It was given.`)).toEqual([`${clause},`, rest, 'It was given.'])
  expect(toSpokenSentences(`It was given. ${clause}, ${rest}`)).toEqual(['It was given.', `${clause}, ${rest}`])
})

it('leaves a short first sentence, and one without clauses, whole', () => {
  const short = 'Good morning, how are you today?'
  const even = `${clause} and several of its members asked for more time.`
  expect(toSpokenSentences(short)).toEqual([short])
  expect(toSpokenSentences(even)).toEqual([even])
})

it.each(['9', ' ', 'a', '\n', 'A. ', 'Mr. ', '£', '£9', '9,', '° ', '9 ', '%', 'Ж', '…', '[[', '\u0301', '🙂', '“'])(
  'scans each character of %j times n a bounded number of times',
  (part) => {
    const scannedPerCharacter = (length: number) =>
      countScanned(() => {
        toSpokenSentences(part.repeat(length / part.length))
        toEspeakSentences(part.repeat(length / part.length))
      }) / length
    expect(scannedPerCharacter(50_000)).toBeLessThan(1.2 * scannedPerCharacter(5_000) + 0.1)
  },
)
