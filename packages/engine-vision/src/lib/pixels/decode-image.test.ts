import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { type DecodeImageOptions, decodeImage } from './decode-image.ts'

const options: DecodeImageOptions = { field: 'image', maxPixels: 10_000, size: { maxSide: 50 } }

/** Left half red, right half transparent. */
const half = sharp({ create: { width: 40, height: 20, channels: 4, background: '#ff0000' } }).composite([
  {
    input: Buffer.from('<svg width="20" height="20"><rect width="20" height="20"/></svg>'),
    left: 20,
    top: 0,
    blend: 'dest-out',
  },
])
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#336699' } })

describe('decodeImage', () => {
  it('keeps transparency, or lays it on white', async () => {
    const file = await half.clone().png().toBuffer()
    const kept = await decodeImage(file, options)
    const flat = await decodeImage(file, { ...options, isFlattened: true })
    expect([kept.width, kept.height, kept.data.length]).toEqual([40, 20, 40 * 20 * 4])
    expect([...kept.data.subarray(0, 4)]).toEqual([255, 0, 0, 255])
    expect(kept.data[39 * 4 + 3]).toBe(0)
    expect([...flat.data.subarray(39 * 4, 40 * 4)]).toEqual([255, 255, 255, 255])
  })

  it('rotates an image upright by its EXIF orientation', async () => {
    const file = await plain(40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    expect(await decodeImage(file, options)).toMatchObject({ width: 20, height: 40 })
  })

  it.each(['b-w', 'grey16'] as const)('returns four channels of a %s image', async (space) => {
    const file = await plain(8, 8).toColourspace(space).png().toBuffer()
    const { data } = await decodeImage(file, options)
    expect(data.length).toBe(8 * 8 * 4)
    expect(data[0]).toBe(data[1])
    expect(data[3]).toBe(255)
  })

  it('decodes the first frame of an animation', async () => {
    const frames = await Promise.all(
      ['#ff0000', '#0000ff'].map((background) =>
        sharp({ create: { width: 8, height: 8, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const file = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    const { width, height, data } = await decodeImage(file, options)
    expect([width, height]).toEqual([8, 8])
    expect([...data.subarray(0, 3)]).toEqual([255, 0, 0])
  })

  it.each([
    { story: 'scales down to the longer side', size: { maxSide: 20 }, width: 20, height: 10 },
    { story: 'never scales up to it', size: { maxSide: 500 }, width: 40, height: 20 },
    { story: 'fills an exact size', size: { width: 30, height: 30 }, width: 30, height: 30 },
  ])('$story', async ({ size, width, height }) => {
    expect(await decodeImage(await plain(40, 20).png().toBuffer(), { ...options, size })).toMatchObject({
      width,
      height,
    })
  })

  it.each([
    { story: 'no bytes', file: async () => Buffer.alloc(0), code: 'empty' },
    { story: 'text', file: async () => Buffer.from('no image'), code: 'unsupported_format' },
    {
      story: 'an SVG',
      file: async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      code: 'unsupported_format',
    },
    { story: 'a TIFF', file: () => plain(8, 8).tiff().toBuffer(), code: 'unsupported_format' },
    { story: 'too many pixels', file: () => plain(101, 100).png().toBuffer(), code: 'too_large' },
    {
      story: 'half a file',
      file: async () => {
        const file = await half.clone().png().toBuffer()
        return file.subarray(0, file.length / 2)
      },
      code: 'unreadable',
    },
  ])('refuses $story with $code', async ({ file, code }) => {
    await expect(decodeImage(await file(), options)).rejects.toMatchObject({ code, field: 'image' })
  })
})
