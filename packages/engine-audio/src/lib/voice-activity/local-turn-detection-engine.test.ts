import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TurnDetectorSettings, TurnEvent } from '@mira/engine'
import { describe, expect, it } from 'vitest'
import { decodeAudio } from '../audio/decode-audio.ts'
import { pocketSphinxFolder } from '../transcription/build/package-files.ts'
import { createLocalTurnDetectionEngine } from './local-turn-detection-engine.ts'

const second = 16_000
const silence = (seconds: number) => new Int16Array(seconds * second)
const join16 = (...parts: Int16Array[]) => Int16Array.from(parts.flatMap((part) => [...part]))

/** Noise with a fixed seed, for reproducible results. */
function noise(seconds: number, peak: number): Int16Array {
  let state = 1
  return Int16Array.from({ length: seconds * second }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return ((state / 2_147_483_648) * 2 - 1) * peak
  })
}

const readRecording = async () =>
  decodeAudio(
    await readFile(
      join(pocketSphinxFolder(), 'pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-0930.wav'),
    ),
    60,
  )

async function detect(samples: Int16Array, pieceLength: number, settings?: TurnDetectorSettings): Promise<TurnEvent[]> {
  const detector = await createLocalTurnDetectionEngine().createDetector(settings)
  const events: TurnEvent[] = []
  for (let start = 0; start < samples.length; start += pieceLength) {
    events.push(...(await detector.push(samples.subarray(start, start + pieceLength))))
  }
  detector.close()
  return events
}

describe('createLocalTurnDetectionEngine', () => {
  it('finds a person who reads a sentence between two silences', async () => {
    const speech = await readRecording()
    const [start, stop, ...more] = await detect(join16(silence(1), speech, silence(1)), 320)
    expect([start?.type, stop?.type, more]).toEqual(['start', 'stop', []])
    const spoken = [second, second + speech.length]
    expect(Math.abs(start!.at + 0.3 * second - spoken[0]!)).toBeLessThan(0.3 * second)
    expect(Math.abs(stop!.at - 0.5 * second - spoken[1]!)).toBeLessThan(0.5 * second)
  })

  it.each([1, 333, 16_000])('finds the same turns in chunks of %i samples', async (length) => {
    const sound = join16(silence(0.5), await readRecording(), silence(1))
    expect(await detect(sound, length)).toEqual(await detect(sound, 320))
  })

  it.each([
    { name: 'silence', sound: silence(3) },
    { name: 'a click', sound: join16(silence(1), noise(0.06, 20_000), silence(1)) },
    { name: 'steady hiss', sound: noise(3, 300) },
  ])('takes $name for no turn', async ({ sound }) => {
    expect(await detect(sound, 320)).toEqual([])
  })

  it('ends a turn after the silence that was asked for', async () => {
    const sound = join16(await readRecording(), silence(2))
    const [short, long] = await Promise.all(
      [300, 1_200].map((silenceDurationMs) => detect(sound, 320, { silenceDurationMs })),
    )
    expect(long!.at(-1)!.at - short!.at(-1)!.at).toBe(0.9 * second)
  })
})
