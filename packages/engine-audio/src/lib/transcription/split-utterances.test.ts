import { describe, expect, it } from 'vitest'
import { splitUtterances } from './split-utterances.ts'

const rate = 16_000

/** Audio with the given segments in seconds: a hum where `level` is not 0, with faint noise throughout. */
function sound(...stretches: readonly (readonly [seconds: number, level: number])[]): Int16Array {
  let count = 0
  return Int16Array.from(
    stretches.flatMap(([seconds, level]) =>
      Array.from({ length: seconds * rate }, () => {
        count++
        return level * 8_000 * Math.sin(count * 0.06) + (count % 7)
      }),
    ),
  )
}

const inSeconds = (samples: Int16Array) => splitUtterances(samples).map(({ start, end }) => [start / rate, end / rate])

describe('splitUtterances', () => {
  it('ends an utterance at a pause of half a second, and keeps a margin', () => {
    expect(inSeconds(sound([1, 0], [2, 1], [1, 0], [3, 0.5], [1, 0]))).toEqual([
      [0.8, 3.2],
      [3.8, 7.2],
    ])
  })

  it('bridges a shorter pause', () => {
    expect(inSeconds(sound([1, 1], [0.4, 0], [1, 1]))).toHaveLength(1)
  })

  it('cuts long speech at its quietest place', () => {
    const parts = inSeconds(sound([13, 1], [0.3, 0.1], [13, 1]))
    expect(parts).toHaveLength(2)
    expect(parts[0]![1]).toBeGreaterThanOrEqual(13)
    expect(parts[0]![1]).toBeLessThanOrEqual(13.3)
    expect(parts[1]![0]).toBe(parts[0]![1])
  })

  it('returns at most 20 s at once, and loses no audio', () => {
    const parts = inSeconds(sound([65, 1]))
    expect(Math.max(...parts.map(([start, end]) => end! - start!))).toBeLessThanOrEqual(20)
    expect(parts.at(-1)![1]).toBe(65)
    expect(parts.every(([start], index) => index === 0 || start === parts[index - 1]![1])).toBe(true)
  })

  it.each([
    { story: 'silence', samples: sound([3, 0]) },
    { story: 'nothing', samples: new Int16Array(0) },
  ])('finds none in $story', ({ samples }) => {
    expect(splitUtterances(samples)).toEqual([])
  })
})
