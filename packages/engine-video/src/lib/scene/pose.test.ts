import { describe, expect, it } from 'vitest'
import { type Behaviour, behaviourOf } from './behaviours.ts'
import { type PoseInput, poseOf } from './pose.ts'

const input: PoseInput = {
  seconds: 0,
  progress: 0,
  phase: 0.3,
  tempo: 0.6,
  width: 200,
  height: 200,
  frameWidth: 1280,
  frameHeight: 720,
  side: 1,
  pace: 1,
}

const at = (behaviour: Behaviour, seconds: number, more: Partial<PoseInput> = {}) =>
  poseOf(behaviour, { ...input, ...more, seconds, progress: seconds / 5 })

describe('behaviourOf', () => {
  it.each([
    ['cloud', 'drift'],
    ['full moon', 'arc'],
    ['sunflower', 'sway'],
    ['butterfly', 'flutter'],
    ['hot air balloon', 'hover'],
    ['racing car', 'drive'],
    ['sailboat', 'rock'],
    ['fox', 'run'],
    ['rabbit face', 'hop'],
    ['tropical fish', 'swim'],
    ['evergreen tree', 'sway'],
    ['castle', 'breathe'],
    ['sky', 'backdrop'],
  ])('%s: %s', (name, behaviour) => expect(behaviourOf(name)).toBe(behaviour))
})

describe('poseOf', () => {
  const moving = [
    'breathe',
    'drift',
    'arc',
    'twinkle',
    'flutter',
    'soar',
    'cruise',
    'launch',
    'rise',
    'hover',
    'drive',
    'run',
    'hop',
    'swim',
    'rock',
    'sway',
    'flicker',
    'spin',
    'dance',
    'fall',
    'grow',
    'wave',
  ] as const satisfies readonly Behaviour[]

  it.each(moving)('%s: moves all the time, without a jump between frames', (behaviour) => {
    for (let frame = 0; frame < 120; frame++) {
      const [before, after] = [at(behaviour, frame / 24), at(behaviour, (frame + 1) / 24)]
      expect(after).not.toEqual(before)
      expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(25)
      expect(Math.abs(after.angle - before.angle)).toBeLessThan(0.1)
      expect(Math.abs(after.scaleX - before.scaleX)).toBeLessThan(0.35)
    }
  })

  it.each(['drive', 'run', 'hop', 'soar', 'swim', 'cruise'] as const)(
    '%s: goes to the side it is sent to, through its place',
    (behaviour) => {
      expect(at(behaviour, 5).x).toBeGreaterThan(100)
      expect(at(behaviour, 5, { side: -1 }).x).toBeLessThan(-100)
      expect(at(behaviour, 2.5).x).toBeCloseTo(0)
    },
  )
})
