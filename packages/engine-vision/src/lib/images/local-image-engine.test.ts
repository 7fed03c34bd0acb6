import type { ImageEditRequest, ImageRequest } from '@mira/engine'
import { EngineInputError, EngineUnavailableError } from '@mira/engine'
import { createRandom } from '@mira/engine/internal'
import sharp from 'sharp'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { decode, discImage, pixelAt } from '../../../test/images/pixels.ts'
import { createLocalImageEngine } from './local-image-engine.ts'

const engine = createLocalImageEngine()
afterAll(() => engine.close())

const small = { size: { width: 160, height: 120 }, quality: 'low', count: 1, seed: 4 } as const
const generate = async (prompt: string, changes: Partial<ImageRequest> = {}) =>
  engine.generate({ prompt, ...small, ...changes })
const edit = async (prompt: string, references: readonly Uint8Array[], changes: Partial<ImageEditRequest> = {}) => {
  const [image] = await engine.edit({ prompt, references, quality: 'low', count: 1, seed: 4, ...changes })
  if (!image) throw new Error('no picture')
  return { ...image, pixels: await decode(image.data) }
}

describe('generate', () => {
  it('returns the same bytes for the same prompt and seed, and others for another prompt, seed or copy', async () => {
    const [first, second] = await generate('a dog in a forest', { count: 2 })
    const [again] = await generate('a dog in a forest')
    const [other] = await generate('a cat in a forest')
    const [reseeded] = await generate('a dog in a forest', { seed: 5 })
    expect(again?.data).toEqual(first?.data)
    for (const picture of [second, other, reseeded]) expect(picture?.data).not.toEqual(first?.data)
  })

  it.each([
    { width: 64, height: 64 },
    { width: 97, height: 211 },
    { width: 1536, height: 1024 },
  ])('makes pictures of exactly $width x $height', async (size) => {
    const [image] = await generate('a boat on the sea', { size })
    expect(await sharp(image?.data).metadata()).toMatchObject({ ...size, format: 'png' })
  })

  it('draws finer at a higher quality', async () => {
    const files = await Promise.all(
      (['low', 'medium', 'high'] as const).map((quality) => generate('a castle', { quality })),
    )
    const detail = await Promise.all(files.map(async ([file]) => edgesOf(await decode(file?.data ?? new Uint8Array()))))
    expect(detail[1]).toBeGreaterThan((detail[0] ?? 0) * 1.05)
    expect(files[2]?.[0]?.data).not.toEqual(files[1]?.[0]?.data)
  })

  it('describes the image in its metadata and in the result, with unknown words', async () => {
    const [image] = await generate('a dog with a frobnicator')
    expect(Buffer.from(image?.data ?? []).toString('latin1')).toContain(
      'Software\0mira procedural illustration (no diffusion model)',
    )
    expect(image?.revisedPrompt).toMatch(/dog.*Not drawn: frobnicator/)
  })

  it('paints the colors of a style: black and white has no saturation', async () => {
    const [image] = await generate('a red car, black and white')
    expect(saturationOf(await decode(image?.data ?? new Uint8Array()))).toBe(0)
  })

  it.each(['png', 'jpeg', 'webp'] as const)('writes %s, also of an edit', async (format) => {
    expect(engine.formats).toContain(format)
    const [image] = await generate('a dog', { format })
    expect([image?.mediaType, (await sharp(image?.data).metadata()).format]).toEqual([`image/${format}`, format])
    const edited = await edit('make it gray', [image!.data], { format })
    expect([edited.mediaType, edited.width, edited.height]).toEqual([`image/${format}`, 160, 120])
  })

  it.each(['jpeg', 'webp'] as const)('makes a %s smaller with each step of its compression', async (format) => {
    const sizes: number[] = []
    for (const compression of [undefined, 100, 60, 20, 0]) {
      const [image] = await generate('a castle', { format, compression })
      sizes.push(image!.data.byteLength)
    }
    const [usual, ...steps] = sizes
    expect(usual).toBe(steps[0])
    for (const [index, size] of steps.slice(1).entries()) expect(size).toBeLessThan(steps[index]!)
  })

  it.each([
    { changes: { size: { width: 63, height: 64 } }, message: 'size' },
    { changes: { count: 11 }, message: 'count' },
    { changes: { prompt: ' ' }, message: 'prompt' },
    { changes: { seed: -1 }, message: 'seed' },
  ])('refuses a wrong $message', async ({ changes, message }) => {
    await expect(generate('a dog', changes)).rejects.toThrow(message)
  })

  it('stops when aborted and works on', async () => {
    const controller = new AbortController()
    const stopped = engine.generate({ prompt: 'a forest', ...small, count: 10 }, { signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(stopped).rejects.toThrow('enough')
    expect(await generate('a dog')).toHaveLength(1)
  })
})

describe('edit', () => {
  it('takes away the background and keeps the subject', async () => {
    const { pixels } = await edit('remove the background', [await discImage(200, '#d02020', '#e8f0ff')])
    expect(pixelAt(pixels, 100, 100)).toEqual([0xd0, 0x20, 0x20, 255])
    for (const [x, y] of [
      [3, 3],
      [196, 3],
      [100, 8],
      [20, 190],
    ] as const)
      expect(pixelAt(pixels, x, y)[3]).toBe(0)
  })

  it('changes the hue of the subject and leaves the rest', async () => {
    const { pixels } = await edit('make the ball blue', [await discImage(200, '#d02020', '#e8f0ff')])
    const [red = 0, , blue = 0] = pixelAt(pixels, 100, 100)
    expect(blue).toBeGreaterThan(red + 60)
    expect(pixelAt(pixels, 5, 5)).toEqual([0xe8, 0xf0, 0xff, 255])
  })

  it('replaces the background by a scene made from the words', async () => {
    const { pixels } = await edit('replace the background with a forest', [await discImage(200, '#d02020', '#e8f0ff')])
    expect(pixelAt(pixels, 100, 100)).toEqual([0xd0, 0x20, 0x20, 255])
    expect(pixelAt(pixels, 100, 195)).not.toEqual([0xe8, 0xf0, 0xff, 255])
  })

  it('puts the subject of the first image into the second', async () => {
    const { pixels } = await edit('put the ball of the first picture into the second', [
      await discImage(200, '#d02020', '#e8f0ff'),
      await discImage(300, '#208020', '#208020'),
    ])
    expect(pixels.width).toBe(300)
    expect(pixelAt(pixels, 150, 190)).toEqual([0xd0, 0x20, 0x20, 255])
    expect(pixelAt(pixels, 5, 5)).toEqual([0x20, 0x80, 0x20, 255])
  })

  it('changes only the masked area, to the byte', async () => {
    const file = await discImage(120, '#d02020', '#e8f0ff')
    const half = await sharp({ create: { width: 120, height: 120, channels: 3, background: '#000' } })
      .composite([{ input: { create: { width: 60, height: 120, channels: 3, background: '#fff' } }, left: 0, top: 0 }])
      .png()
      .toBuffer()
    const before = await decode(file)
    const { pixels } = await edit('invert', [file], { mask: new Uint8Array(half) })
    for (let y = 0; y < 120; y += 7) {
      for (let x = 60; x < 120; x++) expect(pixelAt(pixels, x, y)).toEqual(pixelAt(before, x, y))
      expect(pixelAt(pixels, 10, y)).toEqual([0x17, 0x0f, 0, 255])
    }
  })

  it.each(['black and white', 'pencil sketch', 'halftone', 'line art'])(
    'has no color left after %s',
    async (prompt) => {
      expect(saturationOf((await edit(prompt, [await discImage(120, '#d02020', '#20a0ff')])).pixels)).toBe(0)
    },
  )

  it.each([
    { prompt: 'crop the left half', width: 50, height: 80 },
    { prompt: 'rotate 90 degrees', width: 80, height: 100 },
    { prompt: 'resize to 64x32', width: 64, height: 32 },
    { prompt: 'add a black border', width: 108, height: 88 },
  ])('$prompt gives $width x $height', async ({ prompt, width, height }) => {
    const file = await sharp({ create: { width: 100, height: 80, channels: 3, background: '#3080c0' } })
      .jpeg()
      .toBuffer()
    const image = await edit(prompt, [new Uint8Array(file)])
    expect([image.width, image.height, image.pixels.width, image.pixels.height]).toEqual([width, height, width, height])
  })

  it('limits the steps of an edit', async () => {
    const failure = edit(Array(21).fill('blur').join(', '), [await discImage(64, '#d02020', '#ffffff')])
    await expect(failure).rejects.toMatchObject({ code: 'too_long', field: 'prompt' })
  })

  it('rejects an unsupported edit and lists the supported ones', async () => {
    const attempt = edit('make it more philosophical', [await discImage(64, '#d02020', '#ffffff')])
    await expect(attempt).rejects.toThrow(EngineInputError)
    await expect(attempt).rejects.toThrow(/background removal/)
  })

  it.each([
    { name: 'text', file: async () => new TextEncoder().encode('not a picture at all'), message: 'is not an image' },
    { name: 'a truncated JPEG', file: truncatedJpeg, message: 'truncated' },
    { name: 'a header of 50,000 x 50,000 pixels', file: async () => hugePng(), message: '40 megapixels' },
    {
      name: 'SVG',
      file: async () => new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      message: 'must be PNG',
    },
  ])('refuses $name', async ({ file, message }) => {
    await expect(edit('black and white', [await file()])).rejects.toThrow(message)
  })
})

describe('the child process', () => {
  const request: ImageRequest = { prompt: 'a dog in a forest', ...small }

  it('takes and returns files of several megabytes unchanged', async () => {
    const random = createRandom(1)
    const noise = Uint8Array.from({ length: 800 * 800 * 3 }, () => random() * 256)
    const file = await sharp(noise, { raw: { width: 800, height: 800, channels: 3 } })
      .png()
      .toBuffer()
    const image = await edit('invert', [file])
    expect(Math.min(file.length, image.data.length)).toBeGreaterThan(2 ** 20)
    expect(image.data.constructor).toBe(Uint8Array)
    const { data } = await sharp(image.data).raw().toBuffer({ resolveWithObject: true })
    expect(
      Buffer.compare(
        data,
        noise.map((value) => 255 - value),
      ),
    ).toBe(0)
  })

  it('ends at the deadline of a call', async () => {
    const hasty = createLocalImageEngine({ worker: { deadlineMs: 1 } })
    onTestFinished(() => hasty.close())
    const size = { width: 2_048, height: 2_048 }
    const failure = await hasty
      .generate({ ...request, size, quality: 'high', count: 10 })
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineUnavailableError)
    expect(failure).toMatchObject({ status: 504, code: 'deadline_exceeded' })
  })

  it('draws the same image as another process', async () => {
    const other = createLocalImageEngine()
    onTestFinished(() => other.close())
    expect(await other.generate(request)).toEqual(await engine.generate(request))
  })

  it('is not started again after the engine was closed', async () => {
    const closed = createLocalImageEngine()
    await closed.close()
    await expect(closed.generate(request)).rejects.toMatchObject({ code: 'closed' })
  })
})

async function truncatedJpeg(): Promise<Uint8Array> {
  const noise = Buffer.from(Uint8Array.from({ length: 300 * 300 * 3 }, (_, index) => (index * 7919) % 251))
  const file = await sharp(noise, { raw: { width: 300, height: 300, channels: 3 } })
    .jpeg()
    .toBuffer()
  return new Uint8Array(file.subarray(0, file.length >> 1))
}

/** Creates a PNG whose header claims 2.5 gigapixels. sharp reads the size before any data. */
function hugePng(): Uint8Array {
  const header = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  const size = Buffer.alloc(8)
  size.writeUInt32BE(50_000, 0)
  size.writeUInt32BE(50_000, 4)
  const rest = Buffer.from('08060000000f00000f', 'hex')
  return new Uint8Array(Buffer.concat([header, size, rest, Buffer.from('0000000049444154', 'hex'), Buffer.alloc(64)]))
}

function saturationOf({ data }: { data: Uint8Array }): number {
  let max = 0
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3)
    max = Math.max(max, Math.max(red, green, blue) - Math.min(red, green, blue))
  }
  return max
}

function edgesOf({ data, width }: { data: Uint8Array; width: number }): number {
  let sum = 0
  for (let at = width * 4; at < data.length; at++) sum += Math.abs((data[at] ?? 0) - (data[at - 4] ?? 0))
  return sum
}
