import { describe, expect, it, onTestFinished } from 'vitest'
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
      const limit = 1.2 * scannedPerCharacter(10_000) + 0.1
      for (const length of [100_000, 500_000]) expect(scannedPerCharacter(length)).toBeLessThan(limit)
    },
  )

  it.each([
    { text: '\n'.repeat(500_000), segmented: 0 },
    { text: '- \n'.repeat(100_000), segmented: 0 },
    { text: `One. Two.${'\n'.repeat(1_000)}Three`, segmented: 2 },
  ])('segments $segmented lines, those with words', ({ text, segmented }) => {
    const { segment } = Intl.Segmenter.prototype
    let count = 0
    onTestFinished(() => {
      Intl.Segmenter.prototype.segment = segment
    })
    Intl.Segmenter.prototype.segment = function counting(line) {
      count++
      return segment.call(this, line)
    }
    splitSentences(text)
    expect(count).toBe(segmented)
  })
})
