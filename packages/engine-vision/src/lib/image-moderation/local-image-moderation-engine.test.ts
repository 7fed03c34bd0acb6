import { EngineInputError, EngineUnavailableError } from '@mira/engine'
import sharp from 'sharp'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { blackPng } from '../../../test/images/black-png.ts'
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

  it('rejects a file that is not an image', async () => {
    await expect(engine.moderateImage(new Uint8Array([1, 2, 3]))).rejects.toThrow(EngineInputError)
  })

  it('ends at its deadline', async () => {
    const hasty = createLocalImageModerationEngine({ maxPixels: 1e12, worker: { deadlineMs: 1 } })
    onTestFinished(() => hasty.close())
    const failure = await hasty.moderateImage(blackPng(20_000, 10_000)).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineUnavailableError)
    expect(failure).toMatchObject({ status: 504, code: 'deadline_exceeded' })
  })

  it('rejects calls after it was closed', async () => {
    const closed = createLocalImageModerationEngine()
    await closed.close()
    await expect(closed.moderateImage(blackPng(64, 64))).rejects.toMatchObject({ code: 'closed' })
  })
})
