import { describe, expect, it } from 'vitest'
import { psnr } from '../../../test/compare-frames.ts'
import { decodeClip, hasFfmpeg, readClip } from '../../../test/read-clip.ts'
import { openClipEncoder } from './clip-encoder.ts'

const size = { width: 96, height: 64 }
const colors = [
  [230, 60, 50],
  [40, 180, 70],
  [50, 80, 220],
  [128, 128, 128],
] as const

function plainFrame([red, green, blue]: readonly [number, number, number]): Uint8Array {
  const frame = new Uint8Array(size.width * size.height * 4)
  for (let at = 0; at < frame.length; at += 4) frame.set([red, green, blue, 255], at)
  return frame
}

async function encodeColors(): Promise<Uint8Array> {
  const encoder = await openClipEncoder({ ...size, framesPerSecond: 24, quantizer: 24, keyFrameEvery: 24 })
  for (let frame = 0; frame < 48; frame++) encoder.add(plainFrame(colors[Math.floor(frame / 12)] ?? colors[0]))
  const file = await encoder.finish()
  encoder.close()
  return file
}

describe('openClipEncoder', () => {
  it('writes an H.264 MP4 of exact length whose index comes before its frames', async () => {
    const facts = await readClip(await encodeColors())
    expect(facts).toMatchObject({ codec: 'avc', ...size, durationSeconds: 2 })
    expect(facts.frameBytes).toHaveLength(48)
    expect(facts.keyFrames).toEqual([0, 24])
    expect(facts.boxes.indexOf('moov')).toBeLessThan(facts.boxes.indexOf('mdat'))
  })

  it('writes the same bytes for the same frames, with no date in them', async () => {
    const file = Buffer.from(await encodeColors())
    expect(file.equals(await encodeColors())).toBe(true)
    const times = file.indexOf('mvhd') + 8
    expect(file.readBigUInt64BE(times)).toBe(0n)
  })

  it.skipIf(!hasFfmpeg)('keeps colors, seen by another decoder', async () => {
    const frames = decodeClip(await encodeColors(), size.width, size.height)
    expect(frames).toHaveLength(48)
    for (const [index, color] of colors.entries()) {
      const expected = Uint8Array.from({ length: size.width * size.height * 3 }, (_, at) => color[at % 3] ?? 0)
      expect(psnr(frames[index * 12 + 6] ?? [], expected)).toBeGreaterThan(36)
    }
  })
})

it('is closed after a failure, and the next one works', async () => {
  const encoder = await openClipEncoder({ ...size, framesPerSecond: 24, quantizer: 24, keyFrameEvery: 24 })
  encoder.add(plainFrame(colors[0]))
  encoder.close()
  expect((await readClip(await encodeColors())).frameBytes).toHaveLength(48)
})
