import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { EngineInputError } from '../engine.ts'
import { createLocalVisionEngine } from './local-vision-engine.ts'

const engine = createLocalVisionEngine({ maxPixels: 1_000_000 })
afterAll(() => engine.close())

const drawing = await sharp(
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300">
    <rect width="400" height="300" fill="white"/>
    <circle cx="100" cy="150" r="50" fill="red"/><rect x="250" y="100" width="100" height="80" fill="blue"/></svg>`),
)
  .png()
  .toBuffer()

const large = await sharp({ create: { width: 2_000, height: 2_000, channels: 3, background: 'white' } })
  .png()
  .toBuffer()

describe('createLocalVisionEngine', () => {
  it.each([
    { phrase: 'the red circle', x: 0.125, y: 1 / 3, width: 0.25, height: 1 / 3 },
    { phrase: 'the blue rectangle on the right', x: 0.625, y: 1 / 3, width: 0.25, height: 0.8 / 3 },
  ])('locates $phrase in a drawing', async ({ phrase, ...box }) => {
    const [first] = await engine.locate(drawing, phrase)
    for (const [edge, value] of Object.entries(box)) {
      expect(first?.box[edge as keyof typeof box]).toBeCloseTo(value, 1)
    }
  })

  it.each(['the green circle', 'the dog', 'the red triangle'])('finds nothing for %s', async (phrase) => {
    expect(await engine.locate(drawing, phrase)).toEqual([])
  })

  it('answers questions on the drawing', async () => {
    expect(await engine.describe(drawing, 'Is there a dog?')).toMatch(/^No/)
    expect(await engine.describe(drawing, 'Where is the blue rectangle?')).toContain('right')
  })

  it.each([
    { story: 'no picture', file: new Uint8Array([1, 2, 3]) },
    { story: 'a picture cut off', file: new Uint8Array(drawing.subarray(0, drawing.length / 2)) },
    {
      story: 'a picture beyond the limit of pixels',
      file: large,
    },
  ])('refuses $story', async ({ file }) => {
    await expect(engine.detect(file)).rejects.toThrow(EngineInputError)
  })
})
