import { EngineInputError } from '@mira/engine'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { difference } from '../../../test/compare-frames.ts'
import { drawMoment } from '../../../test/draw-moment.ts'
import { cameraCues } from '../direction/cues.ts'
import type { CameraMove, Direction } from '../direction/direction.ts'
import { estimateDepth } from './estimate-depth.ts'
import { createPhotoVideo } from './photo-video.ts'
import { readFirstFrame } from './read-first-frame.ts'

const size = { width: 160, height: 90 }
const direction: Direction = {
  camera: 'push_in',
  particles: [],
  light: undefined,
  motion: undefined,
  heading: undefined,
  pace: 1,
}
const cameras = [...new Set(cameraCues.map(([, camera]) => camera))]

/** Red disc in front of a blue sky, above green ground. */
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180"><rect width="320" height="180" fill="#7ab8f5"/>
<rect y="120" width="320" height="60" fill="#4f9a4c"/><circle cx="160" cy="90" r="45" fill="#d33"/></svg>`
const png = () => sharp(Buffer.from(drawing)).png().toBuffer()

async function video(camera: CameraMove) {
  return createPhotoVideo(await readFirstFrame(await png(), size), { ...direction, camera })
}

describe('createPhotoVideo', () => {
  it.each(cameras)('%s: begins with the image exactly, and moves from then on', async (camera) => {
    const image = await readFirstFrame(await png(), size)
    const shown = await video(camera)
    const at = (seconds: number) => drawMoment(shown, size, { seconds })
    expect(new Uint8Array(at(0))).toEqual(image.data)
    expect(difference(at(1 / 24), image.data)).toBeLessThan(3)
    expect(difference(at(5), at(0))).toBeGreaterThan(0.3)
    expect(difference(at(3), at(2.5))).toBeGreaterThan(0.05)
  })

  it('keeps within the image: no smear of its border is drawn', async () => {
    // The border is white and one pixel wide: if it moved inward, it would show as a white band.
    const framed = await sharp(
      Buffer.from(
        drawing.replace('</svg>', '<rect width="320" height="180" fill="none" stroke="white" stroke-width="4"/></svg>'),
      ),
    )
      .png()
      .toBuffer()
    const shown = await createPhotoVideo(await readFirstFrame(framed, size), { ...direction, camera: 'pull_out' })
    const pixels = drawMoment(shown, size, { seconds: 5 })
    const inside = (10 * size.width + 10) * 4
    expect(pixels[inside]).toBeLessThan(200)
  })
})

describe('estimateDepth', () => {
  it('estimates the salient center as near, and the sky as far', async () => {
    const { columns, rows, nearness, subject } = await estimateDepth(await readFirstFrame(await png(), size))
    const at = (map: Float32Array, u: number, v: number) =>
      map[Math.floor(v * rows) * columns + Math.floor(u * columns)] ?? 0
    expect(at(nearness, 0.5, 0.5)).toBeGreaterThan(at(nearness, 0.1, 0.1) + 0.3)
    expect(at(nearness, 0.1, 0.95)).toBeGreaterThan(at(nearness, 0.1, 0.05) + 0.2)
    expect(at(subject, 0.5, 0.5)).toBeGreaterThan(0.6)
    expect(at(subject, 0.1, 0.2)).toBeLessThan(0.2)
  })
})

describe('readFirstFrame', () => {
  it('turns a image upright by its EXIF orientation', async () => {
    // Orientation 6: the top of the displayed image is the right side of the stored one.
    const file = await sharp(Buffer.from(drawing))
      .rotate(-90)
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 95 })
      .toBuffer()
    const upright = await readFirstFrame(await png(), size)
    expect(difference((await readFirstFrame(file, size)).data, upright.data)).toBeLessThan(6)
  })

  it.each([
    ['nothing', async () => Buffer.alloc(0)],
    ['text', async () => Buffer.from('this is no image')],
    ['half a file', async () => (await png()).subarray(0, 700)],
    [
      '64 megapixels',
      () =>
        sharp({ create: { width: 8_000, height: 8_000, channels: 3, background: 'red' } })
          .png()
          .toBuffer(),
    ],
  ])('refuses %s', async (_, make) => {
    await expect(readFirstFrame(await make(), size)).rejects.toThrow(EngineInputError)
  })
})
