import { createRandom } from '@mira/engine/internal'
import { expect, it } from 'vitest'
import { chooseQuantizer } from './choose-quantizer.ts'

const options = { width: 96, height: 64, framesPerSecond: 24, keyFrameEvery: 48, frameCount: 120 }

it('is finest for a calm video and coarser for one that is all noise', async () => {
  const calm = await chooseQuantizer(options, async () => new Uint8Array(96 * 64 * 4).fill(120))
  const random = createRandom(1)
  const noisy = await chooseQuantizer(options, async () => new Uint8Array(96 * 64 * 4).map(() => random() * 255))
  expect(calm).toBe(24)
  expect(noisy).toBeGreaterThan(30)
})
