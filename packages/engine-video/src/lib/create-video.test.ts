import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { brightness, difference } from '../../test/compare-frames.ts'
import { drawMoment } from '../../test/draw-moment.ts'
import { createVideo } from './create-video.ts'

const size = { width: 320, height: 180 }

const video = (prompt: string, seed = 1) => createVideo({ prompt, seed }, size)

describe('createVideo', () => {
  it.each([
    'A fox in a snowy forest at night',
    'A red car driving fast to the left through a city',
    'Sailing boat on the sea at sunset',
    'Fish swimming under the sea',
    'static camera, an empty green field',
  ])('%s: never black, and never at rest', async (prompt) => {
    const shown = await video(prompt)
    let before = drawMoment(shown, size, { seconds: 0 })
    for (let seconds = 0.5; seconds <= 5; seconds += 0.5) {
      const frame = drawMoment(shown, size, { seconds })
      expect(brightness(frame)).toBeGreaterThan(12)
      expect(difference(frame, before)).toBeGreaterThan(0.1)
      before = frame
    }
  })

  it.each([
    { prompt: 'qwertyuiop', code: 'unknown_subject' },
    { prompt: 'realistic footage of a man walking', code: 'photorealistic_person' },
  ])('rejects $prompt as $code', async ({ prompt, code }) => {
    await expect(video(prompt)).rejects.toMatchObject({ code, field: 'prompt' })
  })

  it('shows another video for another prompt or seed, and the same for the same', async () => {
    const at = async (prompt: string, seed: number) => drawMoment(await video(prompt, seed), size, { seconds: 2 })
    const fox = await at('a fox in a forest', 1)
    expect(await at('a fox in a forest', 1)).toEqual(fox)
    expect(difference(await at('a ship on the sea', 1), fox)).toBeGreaterThan(8)
    expect(difference(await at('a fox in a forest', 2), fox)).toBeGreaterThan(1)
  })

  it('sends things to the side that the prompt names', async () => {
    // The car is the only red object: its position is the mean position of the red pixels.
    const carAt = async (side: string, seconds: number) => {
      const frame = drawMoment(await video(`static camera, a red car driving ${side} in a green field`), size, {
        seconds,
      })
      let [sum, count] = [0, 0]
      for (let pixel = 0; pixel < size.width * size.height; pixel++) {
        const [red = 0, green = 0, blue = 0] = frame.subarray(pixel * 4, pixel * 4 + 3)
        if (red > 150 && green < 90 && blue < 90) [sum, count] = [sum + (pixel % size.width), count + 1]
      }
      return sum / count
    }
    expect((await carAt('left', 4)) - (await carAt('left', 1))).toBeLessThan(-40)
    expect((await carAt('right', 4)) - (await carAt('right', 1))).toBeGreaterThan(40)
  })

  it('begins with the first frame exactly, whatever falls later', async () => {
    const firstFrame = await sharp({ create: { ...size, channels: 3, background: '#345678' } })
      .png()
      .toBuffer()
    const shown = await createVideo({ prompt: 'rain, lightning and confetti at nightfall', firstFrame, seed: 1 }, size)
    const first = drawMoment(shown, size, { seconds: 0 })
    expect(first).toEqual(new Uint8ClampedArray(await sharp(firstFrame).ensureAlpha().raw().toBuffer()))
    expect(difference(drawMoment(shown, size, { seconds: 3 }), first)).toBeGreaterThan(1.5)
  })
})
