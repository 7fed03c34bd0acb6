import { describe, expect, it } from 'vitest'
import { countScanned } from '../../../test/count-scanned.ts'
import { splitSentences } from './split-sentences.ts'

describe('splitSentences', () => {
  it.each([
    { text: 'One. Two!\n\nThree', sentences: ['One.', 'Two!', 'Three'] },
    { text: 'Mr. Smith met Dr. A. B. Jones. He left.', sentences: ['Mr. Smith met Dr. A. B. Jones.', 'He left.'] },
    { text: 'It weighs approx.   Two tons. No.', sentences: ['It weighs approx.   Two tons.', 'No.'] },
    {
      text: '(St. Ives) is in Cornwall. The best. It is.',
      sentences: ['(St. Ives) is in Cornwall.', 'The best.', 'It is.'],
    },
    { text: '. . .\n…', sentences: [] },
    { text: '', sentences: [] },
  ])('splits $text', ({ text, sentences }) => {
    expect(splitSentences(text)).toEqual(sentences)
  })

  it.each(['9', ' ', 'a', '\n', 'A. ', 'Mr. ', 'e.g. ', '. ', '1. ', 'Ж', '! ', 'a\n', '…', '(', '"'])(
    'scans each character of %j times n a bounded number of times',
    (part) => {
      const scannedPerCharacter = (length: number) =>
        countScanned(() => splitSentences(part.repeat(length / part.length))) / length
      expect(scannedPerCharacter(100_000)).toBeLessThan(1.2 * scannedPerCharacter(10_000) + 0.1)
    },
  )
})
