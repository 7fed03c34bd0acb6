import { EngineInputError } from '@mira/engine'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { createLocalImageModerationEngine } from './local-image-moderation-engine.ts'

const engine = createLocalImageModerationEngine()
afterAll(() => engine.close())

describe('createLocalImageModerationEngine', () => {
  const drawing = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300">
    <rect width="300" height="300" fill="#9cf"/><circle cx="150" cy="170" r="80" fill="#fc9"/></svg>`)

  it('lets a drawing and a plain area pass', async () => {
    const plain = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#e0ac90' } })
      .jpeg()
      .toBuffer()
    for (const picture of [await sharp(drawing).png().toBuffer(), plain]) {
      const { isFlagged, scores } = await engine.moderateImage(picture)
      expect(isFlagged).toBe(false)
      expect(scores.sexual).toBeLessThan(0.6)
    }
  })

  it('refuses what is no picture', async () => {
    await expect(engine.moderateImage(new Uint8Array([1, 2, 3]))).rejects.toThrow(EngineInputError)
  })
})
