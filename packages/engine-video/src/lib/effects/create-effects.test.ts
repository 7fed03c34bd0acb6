import { describe, expect, it } from 'vitest'
import { difference } from '../../../test/compare-frames.ts'
import { drawMoment } from '../../../test/draw-moment.ts'
import type { Direction, LightChange, ParticleKind } from '../direction/direction.ts'
import type { Effect } from '../video.ts'
import { createEffects } from './create-effects.ts'
import { flocks } from './flocks.ts'

const size = { width: 160, height: 90 }
const background = '#56789a'
const plain: Direction = {
  camera: 'still',
  particles: [],
  light: undefined,
  motion: undefined,
  heading: undefined,
  pace: 1,
}

function onlyEffect(direction: Partial<Direction>, seed = 3): Effect {
  const [effect] = createEffects({ ...plain, ...direction }, { seed, lightShare: 1 })
  if (!effect) throw new Error('no effect')
  return effect
}

const kinds = [...Object.keys(flocks), 'rain', 'fireworks'] as ParticleKind[]

describe('createEffects', () => {
  it.each(kinds)('fills the air with %s that move, another way for another seed', (kind) => {
    const effect = onlyEffect({ particles: [kind] })
    const empty = drawMoment({ draw: () => undefined }, size, { seconds: 0, background })
    const early = drawMoment(effect, size, { seconds: 1, background })
    const late = drawMoment(effect, size, { seconds: 2.2, background })
    const other = drawMoment(onlyEffect({ particles: [kind] }, 4), size, { seconds: 1, background })
    for (const frame of [early, late]) expect(difference(frame, empty)).toBeGreaterThan(0.1)
    expect(difference(early, late)).toBeGreaterThan(0.05)
    expect(difference(early, other)).toBeGreaterThan(0.05)
    expect(drawMoment(effect, size, { seconds: 1, background })).toEqual(early)
  })

  it.each([
    ['sunset', 0, 5],
    ['sunrise', 5, 0],
    ['nightfall', 0, 5],
    ['lightning', 0.92, 2.5],
  ] as const)('%s: lighter at %d s than at %d s', (light: LightChange, lighter, darker) => {
    const at = (seconds: number) => drawMoment(onlyEffect({ light }), size, { seconds, background })
    const sum = (frame: ArrayLike<number>) => Array.from(frame).reduce((total, value) => total + value, 0)
    expect(sum(at(lighter))).toBeGreaterThan(sum(at(darker)) * 1.05)
  })
})
