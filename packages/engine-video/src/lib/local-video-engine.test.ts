import type { EngineProgress, VideoRequest } from '@mira/engine'
import { EngineInputError, EngineUnavailableError } from '@mira/engine'
import sharp from 'sharp'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { psnr } from '../../test/compare-frames.ts'
import { decodeClip, hasFfmpeg, readClip } from '../../test/read-clip.ts'
import { createLocalVideoEngine } from './local-video-engine.ts'

const engine = createLocalVideoEngine()
afterAll(() => engine.close())

/** A clip takes 5 s on an idle CPU, and longer on a busy machine. */
const timeout = 300_000

const request: VideoRequest = {
  prompt: 'A fox in a snowy forest at night, slow zoom in',
  aspectRatio: '16:9',
  durationSeconds: 5,
  resolution: '720p',
  seed: 7,
}

/** Red disc on a wide blue background. */
const image = sharp(
  Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="640" height="360" fill="#7ab8f5"/><circle cx="320" cy="180" r="90" fill="#d33"/></svg>',
  ),
)

describe('createLocalVideoEngine', () => {
  it('says that it is no model', () => {
    expect(engine.info).toMatchObject({ kind: 'procedural', description: expect.stringContaining('no video model') })
  })

  it('renders a clip of a prompt, the same in each process, and reports increasing progress', {
    timeout,
  }, async () => {
    const other = createLocalVideoEngine()
    onTestFinished(() => other.close())
    const progress: EngineProgress[] = []
    const [clip, same] = await Promise.all([
      engine.animate(request, { onProgress: (step) => progress.push(step) }),
      other.animate(request),
    ])
    expect(Buffer.compare(clip.data, same.data)).toBe(0)
    expect(clip).toMatchObject({ mediaType: 'video/mp4', width: 1280, height: 720, durationSeconds: 5, seed: 7 })
    expect(clip.description).toMatch(/fox/i)
    expect(clip.data.constructor).toBe(Uint8Array)
    const facts = await readClip(clip.data)
    expect(facts).toMatchObject({ codec: 'avc', width: 1280, height: 720, durationSeconds: 5 })
    expect(facts.frameBytes).toHaveLength(5 * clip.framesPerSecond)
    // A frame identical to the previous one takes a few dozen bytes.
    for (const bytes of facts.frameBytes) expect(bytes).toBeGreaterThan(300)
    const fractions = progress.map(({ fraction }) => fraction)
    expect(fractions.length).toBeGreaterThan(5)
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  })

  it.skipIf(!hasFfmpeg)('begins with the first frame it was given', { timeout }, async () => {
    const firstFrame = await image.clone().jpeg({ quality: 95 }).toBuffer()
    const clip = await engine.animate({ ...request, firstFrame, aspectRatio: '1:1', prompt: 'pan right, falling snow' })
    const expected = await sharp(firstFrame).resize(720, 720, { fit: 'cover' }).raw().toBuffer()
    const [first, second] = decodeClip(clip.data, 720, 720)
    expect(psnr(first ?? [], expected)).toBeGreaterThan(32)
    expect(psnr(second ?? [], first ?? [])).toBeLessThan(60)
  })

  it.each([
    ['prompt', { prompt: ' ' }],
    ['prompt', { prompt: 'x'.repeat(4_001) }],
    ['duration_seconds', { durationSeconds: 7 }],
    ['resolution', { resolution: '4k' }],
    ['aspect_ratio', { aspectRatio: '4:3' }],
    ['seed', { seed: 0.5 }],
    ['first_frame', { firstFrame: Buffer.from('no image') }],
  ])('refuses a bad %s', async (field, wrong) => {
    const failure = await engine.animate({ ...request, ...wrong } as VideoRequest).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineInputError)
    expect(failure).toMatchObject({ field })
  })

  it('stops at once when it is aborted, and works on', { timeout }, async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const clip = engine.animate(
      { ...request, resolution: '1080p', durationSeconds: 10 },
      { signal: controller.signal, onProgress: () => controller.abort(reason) },
    )
    await expect(clip).rejects.toBe(reason)
    await expect(engine.animate({ ...request, firstFrame: Buffer.from('no image') })).rejects.toThrow(EngineInputError)
  })

  it('ends at its deadline', { timeout }, async () => {
    const hasty = createLocalVideoEngine({ worker: { deadlineMs: 1 } })
    onTestFinished(() => hasty.close())
    const failure = await hasty
      .animate({ ...request, resolution: '1080p', durationSeconds: 10 })
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineUnavailableError)
    expect(failure).toMatchObject({ status: 504, code: 'deadline_exceeded' })
  })

  it('rejects calls after it was closed', async () => {
    const closed = createLocalVideoEngine()
    await closed.close()
    await expect(closed.animate(request)).rejects.toMatchObject({ code: 'closed' })
  })
})
